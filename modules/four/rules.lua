-- Four in a row: the rules, and a player that knows them. Nothing here knows of players, messages or clocks, so this is all that a port to
-- another language has to say again.
--
-- A game is the text of its moves: the columns 1 to 7, a digit each, in the order in which they were played. "44" is one disc on the other
-- in the middle. A cell is {column, row}, row 1 at the bottom.
local M = { COLUMNS = 7, ROWS = 6, PLAYERS = 2 }

local IN_A_ROW = 4
local DIRECTIONS = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { 1, -1 } }

-- Whose turn it is, 1 or 2.
function M.turn(moves)
  return #moves % M.PLAYERS + 1
end

function M.is_full(moves)
  return #moves == M.COLUMNS * M.ROWS
end

function M.height(moves, column)
  local _, discs = moves:gsub(tostring(column), "")
  return discs
end

function M.is_allowed(moves, column)
  return column >= 1 and column <= M.COLUMNS and column == math.floor(column) and M.height(moves, column) < M.ROWS
end

-- The discs by column and row: 1, 2, or nothing.
function M.board(moves)
  local board = {}
  for column = 1, M.COLUMNS do board[column] = {} end
  for move = 1, #moves do
    local column = board[tonumber(moves:sub(move, move))]
    column[#column + 1] = (move - 1) % M.PLAYERS + 1
  end
  return board
end

-- The cells that win for this player when the topmost disc of the column is theirs, nil when there is no such line.
local function line_at(board, column, player)
  local row = #board[column]
  local function is_theirs(c, r) return board[c] ~= nil and board[c][r] == player end

  for _, direction in ipairs(DIRECTIONS) do
    local dc, dr = direction[1], direction[2]
    local c, r = column, row
    while is_theirs(c - dc, r - dr) do c, r = c - dc, r - dr end
    local cells = {}
    while is_theirs(c, r) do
      cells[#cells + 1] = { c, r }
      c, r = c + dc, r + dr
    end
    if #cells >= IN_A_ROW then return cells end
  end
  return nil
end

-- The cells that win the game by its last move, nil when it did not.
function M.line(moves)
  if moves == "" then return nil end
  return line_at(M.board(moves), tonumber(moves:sub(-1)), (#moves - 1) % M.PLAYERS + 1)
end

-- Whether a disc of this player's in that column wins.
local function wins(board, column, player)
  if #board[column] >= M.ROWS then return false end
  table.insert(board[column], player)
  local line = line_at(board, column, player)
  table.remove(board[column])
  return line ~= nil
end

-- A move for whose turn it is: wins when it can, prevents a loss when it must, never opens the way for one, and likes the middle.
-- Chance decides among equals; random() answers 0 to 1.
function M.choose(moves, random)
  local board, me = M.board(moves), M.turn(moves)
  local other = M.PLAYERS + 1 - me
  local best, best_worth
  for column = 1, M.COLUMNS do
    if M.is_allowed(moves, column) then
      local worth = random() - math.abs(column - (M.COLUMNS + 1) / 2)
      if wins(board, column, me) then worth = worth + 1000 end
      if wins(board, column, other) then worth = worth + 100 end
      table.insert(board[column], me)
      if wins(board, column, other) then worth = worth - 50 end
      table.remove(board[column])
      if best_worth == nil or worth > best_worth then best, best_worth = column, worth end
    end
  end
  return best
end

return M
