# Agreement of every pair of states in one session, as a plain loop over pairs.
# Usage: Rscript similarity_loop.R VOTES.csv RESULT.csv; VOTES: a row a state, 1 yes, 2 abstain,
# 3 no, anything else no vote. Prints elapsed and processor seconds of the loop alone.
arguments <- commandArgs(trailingOnly = TRUE)
votes <- as.matrix(read.csv(arguments[1], header = FALSE))
votes[!(votes %in% 1:3)] <- NA
states <- nrow(votes)
agreement <- matrix(NA_real_, states, states)
seconds <- system.time({
  for (i in seq_len(states - 1)) {
    for (j in (i + 1):states) {
      distance <- abs(votes[i, ] - votes[j, ])
      joint <- !is.na(distance)
      if (any(joint)) {
        agreement[i, j] <- 1 - sum(distance[joint]) / (2 * sum(joint))
      }
    }
  }
})
write.table(agreement, arguments[2], sep = ",", row.names = FALSE, col.names = FALSE, na = "")
cat(seconds["elapsed"], sum(seconds[c("user.self", "sys.self")]), "\n")
