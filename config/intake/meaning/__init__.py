"""What do the cells mean? Names to units of the registry, times to rules."""
