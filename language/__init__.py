"""In which words is it said? Message ids with named fields, and the catalogues that turn them into text.

What people read is never a sentence in the code: it is a `Message`, an id with fields, and whoever shows it
says it in the language of its reader. Below every other room; it knows nothing of any.
"""

from language.errors import MessageError as MessageError
from language.errors import message_of as message_of
from language.messages import Either as Either
from language.messages import Message as Message
from language.messages import from_text as from_text
from language.speaking import LANGUAGES as LANGUAGES
from language.speaking import say as say
