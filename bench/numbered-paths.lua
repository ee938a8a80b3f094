-- For wrk: sends another path each time. The arguments are a path, the first index, the count of numbers, and how to draw them: "once" in
-- turn, or "zipf", the n-th number with a probability of 1/n. In the path, {} is the number, and {size} grows when they start again.
local path, index, count, draw

function init(args)
  path, index, count, draw = args[1], tonumber(args[2]), tonumber(args[3]), args[4]
  math.randomseed(index + 1)
end

function request()
  index = index + 1
  -- 7919 is prime, so that neighbours are not asked for one after another.
  local number = draw == "zipf" and math.floor(count ^ math.random()) or index * 7919 % count
  local size = 41 + math.floor(index / count) % 20
  return wrk.format(nil, (path:gsub("{}", string.format("%d", number)):gsub("{size}", string.format("%d", size))))
end
