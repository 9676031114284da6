-- Light riders: the rules. Two riders never stop and draw a wall behind them; who rides into a wall has lost the round. Nothing here knows of
-- players, messages or clocks, so this is all that a port to another language has to say again.
--
-- Cells are counted from 1, x to the right and y down. A rider's way is text: "R12U3" is twelve cells to the right, then three up.
local M = { RIDERS = 2 }

local STEPS = { R = { 1, 0 }, L = { -1, 0 }, U = { 0, -1 }, D = { 0, 1 } }
local OPPOSITE = { R = "L", L = "R", U = "D", D = "U" }
local FREE, WALL = ".", "#"

local function new_rider(x, y, heading)
  return { x = x, y = y, from_x = x, from_y = y, heading = heading, run = 0, way = "" }
end

local function cell(arena, x, y)
  if x < 1 or y < 1 or x > arena.width or y > arena.height then return WALL end
  return arena.rows[y]:sub(x, x)
end

local function build(arena, x, y)
  local row = arena.rows[y]
  arena.rows[y] = row:sub(1, x - 1) .. WALL .. row:sub(x + 1)
end

-- An empty arena with both riders at its ends, heading for each other.
function M.new(width, height)
  local arena = { width = width, height = height, rows = {} }
  for y = 1, height do arena.rows[y] = FREE:rep(width) end
  local middle, edge = math.floor((height + 1) / 2), math.floor(width / 5)
  arena.riders = { new_rider(edge, middle, "R"), new_rider(width + 1 - edge, height + 1 - middle, "L") }
  for _, rider in ipairs(arena.riders) do build(arena, rider.x, rider.y) end
  return arena
end

function M.is_heading(text)
  return STEPS[text] ~= nil
end

-- Turns a rider; back into its own wall it cannot.
function M.turn(rider, heading)
  if OPPOSITE[rider.heading] == heading or rider.heading == heading then return end
  if rider.run > 0 then rider.way = rider.way .. rider.heading .. rider.run end
  rider.heading, rider.run = heading, 0
end

-- Moves both by one cell. Answers nil while the round goes on, else who has won it: 1, 2, or 0 when both crashed.
function M.step(arena)
  local one, two = arena.riders[1], arena.riders[2]
  local crashed = {}
  for number, rider in ipairs(arena.riders) do
    local step = STEPS[rider.heading]
    rider.x, rider.y, rider.run = rider.x + step[1], rider.y + step[2], rider.run + 1
    crashed[number] = cell(arena, rider.x, rider.y) == WALL
  end
  -- Head on into one cell.
  if one.x == two.x and one.y == two.y then crashed[1], crashed[2] = true, true end
  for number, rider in ipairs(arena.riders) do
    if not crashed[number] then build(arena, rider.x, rider.y) end
  end
  if crashed[1] and crashed[2] then return 0 end
  if crashed[1] then return 2 end
  if crashed[2] then return 1 end
  return nil
end

-- The whole way of a rider so far, for those who look on.
function M.way(rider)
  return rider.run > 0 and rider.way .. rider.heading .. rider.run or rider.way
end

return M
