using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Modules;
using KaosNet.Modules.Utilities;

namespace KaosNet.Scripting.CSharp.Asking;

/// <summary>
/// Secrets where questions are recorded. Written by hand, as a proxy made at run time cannot hand spans on: what leaves something to chance is recorded, the rest only computes.
/// </summary>
internal sealed class RecordedSecrets(RecordedServer server) : ISecretFunctions
{
    public ValueTask<byte[]> Aes128Encrypt(ReadOnlyMemory<byte> input, ReadOnlyMemory<byte> key) =>
        Ask("aes128_encrypt", new object[] { input.ToArray(), key.ToArray() }, secrets => secrets.Aes128Encrypt(input, key));

    public byte[] Aes128Decrypt(ReadOnlySpan<byte> input, ReadOnlySpan<byte> key) => server.Pure.Secrets.Aes128Decrypt(input, key);

    public ValueTask<byte[]> Aes256Encrypt(ReadOnlyMemory<byte> input, ReadOnlyMemory<byte> key) =>
        Ask("aes256_encrypt", new object[] { input.ToArray(), key.ToArray() }, secrets => secrets.Aes256Encrypt(input, key));

    public byte[] Aes256Decrypt(ReadOnlySpan<byte> input, ReadOnlySpan<byte> key) => server.Pure.Secrets.Aes256Decrypt(input, key);

    public byte[] RsaSha256Hash(ReadOnlySpan<byte> input, string key) => server.Pure.Secrets.RsaSha256Hash(input, key);

    public string JwtGenerate(string signingMethod, string signingKey, JsonText claims) => server.Pure.Secrets.JwtGenerate(signingMethod, signingKey, claims);

    public ValueTask<string> BcryptHash(string input) => Ask("bcrypt_hash", new object[] { input }, secrets => secrets.BcryptHash(input));

    public ValueTask<bool> BcryptCompare(string hash, string plaintext) =>
        Ask("bcrypt_compare", new object[] { hash, plaintext }, secrets => secrets.BcryptCompare(hash, plaintext));

    public ValueTask<byte[]> SecureRandomBytes(int count) => Ask("secure_random_bytes", new object[] { count }, secrets => secrets.SecureRandomBytes(count));

    private async ValueTask<T> Ask<T>(string function, object[] arguments, Func<ISecretFunctions, ValueTask<T>> ask)
    {
        var answer = await server.Ask(function, JsonSerializer.SerializeToUtf8Bytes(arguments), async cancel =>
        {
            try
            {
                return JsonSerializer.SerializeToUtf8Bytes(await ask(server.Live(function, cancel).Secrets));
            }
            catch (RefusedException refused)
            {
                return (Answer<byte[]>)new Fault((FaultCode)(int)refused.Code, refused.Message);
            }
        });
        return answer.IsGranted(out var json, out var fault)
            ? JsonSerializer.Deserialize<T>(json)!
            : throw new RefusedException((StatusCode)(int)fault.Code, fault.Message);
    }
}
