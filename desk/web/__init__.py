"""What does a unit see and answer in its browser? The units' page: links in mails open it, forms of it are
acts."""
