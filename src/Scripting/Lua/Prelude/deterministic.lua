-- For matches: whatever could differ between two runs of the same calls is replaced by something that cannot.
local host, prelude, seed = ...
local type, rawget, select, error = type, rawget, select, error
local native_next, native_tostring, native_pairs = next, tostring, pairs
local math_type = math.type
local native_sort, rawlen = table.sort, rawlen

math.randomseed(seed)
