-- What bench/serve.mjs reads of a run of wrk: one line of JSON, after wrk's own report. wrk counts in microseconds.
function done(summary, latency)
  local wrong = 0
  for _, count in pairs(summary.errors) do wrong = wrong + count end
  io.write(string.format('{"rate":%.1f,"p99":%d,"wrong":%d}\n',
    summary.requests / summary.duration * 1e6, latency:percentile(99), wrong))
end
