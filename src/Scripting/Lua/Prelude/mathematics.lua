-- Functions of Lua 5.1 that Lua 5.4 lacks.
local _, _ENV = ...
local native_fmod, exp, log, huge = native_fmod, exp, log, huge

local function pow(base, exponent) return base ^ exponent end
local function log10(value) return log(value, 10) end
local function fmod(value, by) return native_fmod(value + 0.0, by + 0.0) end
local function cosh(value) return (exp(value) + exp(-value)) / 2 end
local function sinh(value) return (exp(value) - exp(-value)) / 2 end
local function tanh(value)
  if value > 20 then return 1.0 elseif value < -20 then return -1.0 end
  local twice = exp(2 * value)
  return (twice - 1) / (twice + 1)
end
local function ldexp(mantissa, exponent) return mantissa * 2.0 ^ exponent end
local function frexp(value)
  if value == 0 or value ~= value or value == huge or value == -huge then return value, 0 end
  local size, exponent = value < 0 and -value or value, 0
  while size >= 1 do size = size / 2 exponent = exponent + 1 end
  while size < 0.5 do size = size * 2 exponent = exponent - 1 end
  return value < 0 and -size or size, exponent
end

return {
  pow = pow, log10 = log10, fmod = fmod, mod = fmod, cosh = cosh, sinh = sinh, tanh = tanh, ldexp = ldexp, frexp = frexp,
}
