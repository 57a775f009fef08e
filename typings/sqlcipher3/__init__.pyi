# What we use of sqlcipher3 0.6.4, which ships no types. Its exceptions are its own: an
# IntegrityError here is not the one of the standard library.
from sqlcipher3.dbapi2 import *
