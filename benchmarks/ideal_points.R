# Ideal points by the R packages' samplers. Called by benchmarks/ideal_points.py:
#   Rscript ideal_points.R MODEL VOTES.csv SESSIONS.csv OUT.csv BURNIN DRAWS THIN SEED
# VOTES.csv: a row a state, a column a roll call, 1 yes, 0 not yes, empty for none.
# SESSIONS.csv: the session (1, 2, …) of each roll call.
# OUT.csv: a row a kept draw, a column a state (or state and session); the last line printed is the
# sampler's seconds of processor time without start-up.
arguments <- commandArgs(trailingOnly = TRUE)
model <- arguments[1]
votes <- as.matrix(read.csv(arguments[2], header = FALSE, na.strings = ""))
sessions <- scan(arguments[3], quiet = TRUE)
burnin <- as.integer(arguments[5]); draws <- as.integer(arguments[6])
thin <- as.integer(arguments[7]); seed <- as.integer(arguments[8])
rownames(votes) <- paste0("S", seq_len(nrow(votes)))
colnames(votes) <- paste0("R", seq_len(ncol(votes)))
if (model == "ideal") {
  suppressMessages(library(pscl))
  set.seed(seed)
  calls <- rollcall(votes, yea = 1, nay = 0, missing = NA, legis.names = rownames(votes))
  seconds <- system.time(
    fit <- ideal(calls, d = 1, maxiter = burnin + draws, burnin = burnin, thin = thin)
  )
  kept <- fit$x[, , 1]
} else {
  suppressMessages(library(MCMCpack))
  if (model == "irt1d") {
    seconds <- system.time(
      fit <- MCMCirt1d(votes, burnin = burnin, mcmc = draws, thin = thin, seed = seed)
    )
  } else {
    # The sampler has no constraint that fixes the sign here: it starts at the axis it is given.
    start <- prcomp(ifelse(is.na(votes), 0.5, votes), rank. = 1)$x[, 1]
    seconds <- system.time(
      fit <- MCMCdynamicIRT1d(
        votes, item.time.map = sessions, burnin = burnin, mcmc = draws, thin = thin, seed = seed,
        theta.start = as.numeric(scale(start)), A0 = 1, B0 = 1, c0 = 10, d0 = 0.9
      )
    )
  }
  kept <- as.matrix(fit)
  kept <- kept[, grep("^theta", colnames(kept)), drop = FALSE]
}
write.table(kept, arguments[4], sep = ",", row.names = FALSE)
cat(sum(seconds[c("user.self", "sys.self")]), "\n")
