using System.Security.Cryptography;

namespace KaosNet.Store.Journal;

/// <summary>Seeds of dice. Ids and tokens are rolled from them, so nobody may guess one seed from another. For one lane at a time.</summary>
sealed class Seeds
{
    readonly byte[] _random = new byte[512];
    int _used = 512;

    public ulong Next()
    {
        if (_used == _random.Length)
        {
            RandomNumberGenerator.Fill(_random);
            _used = 0;
        }

        _used += sizeof(ulong);
        return BitConverter.ToUInt64(_random, _used - sizeof(ulong));
    }
}
