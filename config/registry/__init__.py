"""Who owes what to whom, and by when? The registry as one immutable object, and what is read off it.

`config.loading` makes it. This is the front door: what most callers need can be had from here.
"""

from config.registry.assignments import Appendix as Appendix
from config.registry.assignments import Assignment as Assignment
from config.registry.assignments import AssignmentKind as AssignmentKind
from config.registry.errors import RegistryError as RegistryError
from config.registry.errors import RegistryErrors as RegistryErrors
from config.registry.objects import Cycle as Cycle
from config.registry.objects import Document as Document
from config.registry.objects import Group as Group
from config.registry.objects import Obligation as Obligation
from config.registry.objects import Office as Office
from config.registry.objects import Outline as Outline
from config.registry.objects import Section as Section
from config.registry.objects import Unit as Unit
from config.registry.registry import Registry as Registry
from config.registry.rosters import RosterRow as RosterRow
