"""Read the files of the SIPRI Arms Transfers Database as its website exports them.

Three kinds of file are read, each into one typed frame with a row per printed record:

=============  ==========================================  ==================================
kind           what a row is                               reader
=============  ==========================================  ==================================
register       one deal, with all its years of delivery    :func:`read_register`
deliveries     one deal in one year of delivery            :func:`read_deliveries`
yearly         one deal in one year, no identifier,        :func:`read_yearly`
               rebuilt by a third party as JSON
=============  ==========================================  ==================================

Names of states are kept as printed. The trend-indicator value (TIV) measures military
resources, not money: it is never a price.
"""

from analysis.upstream.sipri.exports import REGISTER, Export, Kind, find, recognise
from analysis.upstream.sipri.tables import read_deliveries, read_register
from analysis.upstream.sipri.yearly import read_yearly

__all__ = [
    "REGISTER",
    "Export",
    "Kind",
    "find",
    "read_deliveries",
    "read_register",
    "read_yearly",
    "recognise",
]
