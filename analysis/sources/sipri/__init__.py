"""Read SIPRI's files of arms transfers and military expenditure as its website issues them.

Five kinds of file are read, each into one typed frame with a row per printed record:

=============  ==========================================  ==================================
kind           what a row is                               reader
=============  ==========================================  ==================================
register       one deal, with all its years of delivery    :func:`read_register`
deliveries     one deal in one year of delivery            :func:`read_deliveries`
tiv_table      one supplier, recipient and year            :func:`read_tiv_table`
yearly         one deal in one year, no identifier,        :func:`read_yearly`
               rebuilt by a third party as JSON
milex          one state and year of military expenditure  :func:`read_milex`
               (workbook of another database)
=============  ==========================================  ==================================

Names of states are kept as printed, after checking that ``common/state_names`` knows them; the
Soviet Union and Russia stay apart. Every fault of a file is told in one SourceError. The
trend-indicator value (TIV) measures military resources, not money: it is never a price.
"""

from analysis.sources.sipri.exports import REGISTER, Export, Kind, find, find_all, recognise
from analysis.sources.sipri.milex import read_milex
from analysis.sources.sipri.tables import read_deliveries, read_register
from analysis.sources.sipri.tiv import read_tiv_table
from analysis.sources.sipri.yearly import read_yearly

__all__ = [
    "REGISTER",
    "Export",
    "Kind",
    "find",
    "find_all",
    "read_deliveries",
    "read_milex",
    "read_register",
    "read_tiv_table",
    "read_yearly",
    "recognise",
]
