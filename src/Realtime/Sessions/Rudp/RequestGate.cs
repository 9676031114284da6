using System.Net;

namespace KaosNet.Realtime.Sessions.Rudp;

/// <summary>
/// Bounds how often an address may ask to be let in. Used by one thread. Its memory is bounded whoever asks: addresses that have been quiet are
/// forgotten when there are many, and when all are busy further ones share one allowance.
/// </summary>
sealed class RequestGate(RudpSettings settings, TimeProvider time)
{
    readonly Dictionary<IPAddress, Allowance> _addresses = [];
    readonly Allowance _others = new(settings.RequestsPerSecond, settings.RequestBurst, time);

    public bool Admits(IPAddress address)
    {
        if (_addresses.TryGetValue(address, out var allowance)) return allowance.TryTake();
        if (_addresses.Count >= settings.AddressesMax) Forget();
        if (_addresses.Count >= settings.AddressesMax) return _others.TryTake();
        _addresses[address] = allowance = new(settings.RequestsPerSecond, settings.RequestBurst, time);
        return allowance.TryTake();
    }

    void Forget()
    {
        // Each sweep takes a token of those who share one: a flood of addresses does not buy a sweep for each of its packets.
        if (!_others.TryTake()) return;
        foreach (var (address, allowance) in _addresses)
            if (allowance.IsFull) _addresses.Remove(address);
    }
}
