"""Read SIPRI's files of arms transfers as its website issues them.

Four kinds of file are read, each into one typed frame with a row per printed record:

=============  ==========================================  ==================================
kind           what a row is                               reader
=============  ==========================================  ==================================
register       one deal, with all its years of delivery    :func:`read_register`
deliveries     one deal in one year of delivery            :func:`read_deliveries`
tiv_table      one supplier, recipient and year            :func:`read_tiv_table`
yearly         one deal in one year, no identifier,        :func:`read_yearly`
               rebuilt by a third party as JSON
=============  ==========================================  ==================================

Names of states are kept as printed, after checking that ``common/state_names`` knows them; the
Soviet Union and Russia stay apart. Every fault of a file is told in one SourceError. The
trend-indicator value (TIV) measures military resources, not money: it is never a price.
"""

from analysis.sources.sipri.exports import REGISTER as REGISTER
from analysis.sources.sipri.exports import Export as Export
from analysis.sources.sipri.exports import Kind as Kind
from analysis.sources.sipri.exports import find as find
from analysis.sources.sipri.exports import find_all as find_all
from analysis.sources.sipri.exports import recognise as recognise
from analysis.sources.sipri.tables import read_deliveries as read_deliveries
from analysis.sources.sipri.tables import read_register as read_register
from analysis.sources.sipri.tiv import read_tiv_table as read_tiv_table
from analysis.sources.sipri.yearly import read_yearly as read_yearly
