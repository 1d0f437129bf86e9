"""The methods that test claims, one module a theme; importing this package registers them all."""

from analysis.claims.methods import arms as arms
from analysis.claims.methods import debt as debt
from analysis.claims.methods import economy as economy
from analysis.claims.methods import evidence as evidence
from analysis.claims.methods import own_numbers as own_numbers
from analysis.claims.methods import people as people
from analysis.claims.methods import relations as relations
from analysis.claims.methods import trade as trade
from analysis.claims.methods import trade_shares as trade_shares
from analysis.claims.methods import voting as voting
