using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using KaosNet.Modules;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.Server;

/// <summary>Ciphers, signatures, tokens, passwords and chance.</summary>
internal sealed class SecretFunctions(ServerApi api) : ISecretFunctions
{
    private const int Block = 16;
    private const int Filling = 4;
    private const int KeyBitsMax = 4096;

    public ValueTask<byte[]> Aes128Encrypt(ReadOnlyMemory<byte> input, ReadOnlyMemory<byte> key) => ValueTask.FromResult(Encrypt(input.Span, key.Span));

    public byte[] Aes128Decrypt(ReadOnlySpan<byte> input, ReadOnlySpan<byte> key) => Decrypt(input, key);

    public ValueTask<byte[]> Aes256Encrypt(ReadOnlyMemory<byte> input, ReadOnlyMemory<byte> key) => ValueTask.FromResult(Encrypt(input.Span, key.Span));

    public byte[] Aes256Decrypt(ReadOnlySpan<byte> input, ReadOnlySpan<byte> key) => Decrypt(input, key);

    public byte[] RsaSha256Hash(ReadOnlySpan<byte> input, string key)
    {
        using var rsa = PrivateKey(key);
        try
        {
            return rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // A public key can be read, too, but signs nothing.
            throw NoKey();
        }
    }

    /// <summary>Written here and not by a library, which would refuse the short secrets that scripts use.</summary>
    public string JwtGenerate(string signingMethod, string signingKey, JsonText claims)
    {
        if (signingMethod is not ("HS256" or "RS256"))
            throw new RefusedException(StatusCode.InvalidArgument, "unsupported signing method - only HS256 and RS256 are supported");
        var text = $"{Part($$"""{"alg":"{{signingMethod}}","typ":"JWT"}""")}.{Part(claims.Text)}";
        var signed = Encoding.ASCII.GetBytes(text);
        var signature = signingMethod == "HS256" ? HMACSHA256.HashData(Encoding.UTF8.GetBytes(signingKey), signed) : RsaSha256Hash(signed, signingKey);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    public ValueTask<string> BcryptHash(string input) => api.Get<BcryptTurns>().Hash(input, api.Cancel);

    public ValueTask<bool> BcryptCompare(string hash, string plaintext) => api.Get<BcryptTurns>().Matches(hash, plaintext, api.Cancel);

    public ValueTask<byte[]> SecureRandomBytes(int count) => ValueTask.FromResult(RandomNumberGenerator.GetBytes(count));

    private static string Part(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    /// <summary>CFB needs no whole blocks, only the platform's asks for them: what is beyond the end changes nothing before it.</summary>
    private static byte[] Encrypt(ReadOnlySpan<byte> input, ReadOnlySpan<byte> key)
    {
        var length = (input.Length + Filling - 1) / Filling * Filling;
        var filled = new byte[Blocks(length)];
        filled.AsSpan(0, length).Fill((byte)' ');
        input.CopyTo(filled);
        var chance = RandomNumberGenerator.GetBytes(Block);
        using var aes = Aes.Create();
        aes.Key = key.ToArray();
        return [.. chance, .. aes.EncryptCfb(filled, chance, PaddingMode.None, Block * 8).AsSpan(0, length)];
    }

    private static byte[] Decrypt(ReadOnlySpan<byte> input, ReadOnlySpan<byte> key)
    {
        if (input.Length < Block) throw new RefusedException(StatusCode.InvalidArgument, "expects at least 16 bytes");
        var encrypted = input[Block..];
        var filled = new byte[Blocks(encrypted.Length)];
        encrypted.CopyTo(filled);
        using var aes = Aes.Create();
        aes.Key = key.ToArray();
        return aes.DecryptCfb(filled, input[..Block], PaddingMode.None, Block * 8)[..encrypted.Length];
    }

    private static int Blocks(int length) => (length + Block - 1) / Block * Block;

    private static RSA PrivateKey(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            if (rsa.KeySize > KeyBitsMax) throw new RefusedException(StatusCode.InvalidArgument, $"expects a key of at most {KeyBitsMax} bits");
            return rsa;
        }
        catch (Exception unusable) when (unusable is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw NoKey();
        }
    }

    private static RefusedException NoKey() => new(StatusCode.InvalidArgument, "expects a private key in PEM");
}
