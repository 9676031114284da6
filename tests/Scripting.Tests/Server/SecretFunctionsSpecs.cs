using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KaosNet.Scripting.Server;
using KaosNet.Scripting.Tests.Nk;
using Microsoft.Extensions.DependencyInjection;

namespace KaosNet.Scripting.Tests.Server;

/// <summary>Ciphers, signatures, tokens, passwords, chance and schedules from Lua.</summary>
public sealed class SecretFunctionsSpecs : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton(new BcryptTurns(cost: 4, parallelMax: 1, waitingMax: 1)).BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData(128, "0123456789abcdef")]
    [InlineData(256, "0123456789abcdef0123456789abcdef")]
    public async Task what_is_encrypted_is_decrypted_with_spaces_at_its_end(int bits, string key)
    {
        var body = $$"""
            local key = '{{key}}'
            local first, second = nk.aes{{bits}}_encrypt('seventeen letters', key), nk.aes{{bits}}_encrypt('seventeen letters', key)
            return nk.json_encode({ #first, first ~= second, nk.aes{{bits}}_decrypt(first, key), nk.aes{{bits}}_decrypt(second, key), nk.aes{{bits}}_decrypt(nk.aes{{bits}}_encrypt('\0\1\255\254', key), key) == '\0\1\255\254' })
            """;
        (await Say(body)).ShouldBe("""[36,true,"seventeen letters   ","seventeen letters   ",true]""");
    }

    [Fact]
    public async Task the_cipher_is_cfb_behind_its_chance()
    {
        // The first example of CFB128 in NIST SP 800-38A, whose plaintext begins with these bytes.
        const string encrypted = "000102030405060708090a0b0c0d0e0f3b3fd92eb72dad20333449f8e83cfb4ac8a64537";
        var body = $"return nk.base16_encode(nk.aes128_decrypt(nk.base16_decode('{encrypted}'), nk.base16_decode('2b7e151628aed2a6abf7158809cf4f3c')))";
        (await Say(body)).ShouldBe("6bc1bee22e409f96e93d7e117393172aae2d8a57");
    }

    [Fact]
    public async Task ciphers_refuse_what_makes_no_sense()
    {
        const string body = """
            local key = string.rep('k', 16)
            return nk.json_encode({ error_of(nk.aes128_encrypt, '', key), error_of(nk.aes128_encrypt, 'x', 'short'), error_of(nk.aes256_encrypt, 'x', key),
              error_of(nk.aes128_decrypt, 'short', key), error_of(nk.aes256_decrypt, 'x', key), error_of(nk.aes128_encrypt, {}, key) })
            """;
        Texts(await Say(body)).ShouldBe(
        [
            "bad argument #1 to aes128_encrypt (expects string)", "bad argument #2 to aes128_encrypt (expects key 16 bytes long)",
            "bad argument #2 to aes256_encrypt (expects key 32 bytes long)", "error decrypting value: expects at least 16 bytes",
            "bad argument #2 to aes256_decrypt (expects key 32 bytes long)", "bad argument #1 to aes128_encrypt (string expected, got table)",
        ]);
    }

    [Fact]
    public async Task rsa_signs_with_keys_of_both_forms()
    {
        using var rsa = RSA.Create(1024);
        foreach (var pem in new[] { rsa.ExportRSAPrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem() })
        {
            var signature = Convert.FromHexString(await Say("return nk.base16_encode(nk.rsa_sha256_hash('signed', payload))", pem));
            rsa.VerifyData("signed"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
        }

        (await Say("return error_of(nk.rsa_sha256_hash, 'signed', payload)", rsa.ExportRSAPublicKeyPem().Replace("PUBLIC", "ANY", StringComparison.Ordinal)))
            .ShouldBe("error signing input: expects a private key in PEM");
        (await Say("return error_of(nk.rsa_sha256_hash, 'signed', payload)", rsa.ExportRSAPublicKeyPem())).ShouldBe("error signing input: expects a private key in PEM");
    }

    [Fact]
    public async Task tokens_carry_their_claims_and_signature()
    {
        var token = await Say("return nk.jwt_generate('HS256', 'secret', { sub = 'ann', level = 3 })");
        // Header and signature as any other implementation writes them.
        var parts = token.Split('.');
        Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[0])).ShouldBe("""{"alg":"HS256","typ":"JWT"}""");
        Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).ShouldBe("""{"level":3,"sub":"ann"}""");
        System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]).ShouldBe(HMACSHA256.HashData("secret"u8, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}")));

        using var rsa = RSA.Create(1024);
        var signed = (await Say("return nk.jwt_generate('RS256', payload, { sub = 'ann' })", rsa.ExportPkcs8PrivateKeyPem())).Split('.');
        rsa.VerifyData(Encoding.ASCII.GetBytes($"{signed[0]}.{signed[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(signed[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .ShouldBeTrue();

        Texts(await Say("return nk.json_encode({ error_of(nk.jwt_generate, 'none', 'k', {}), error_of(nk.jwt_generate, 'RS256', 'k', {}), error_of(nk.jwt_generate, 'HS256', '', {}), error_of(nk.jwt_generate, 'HS256', 'k', 'x') })"))
            .ShouldBe(
            [
                "error signing token: unsupported signing method - only HS256 and RS256 are supported", "error signing token: expects a private key in PEM",
                "bad argument #2 to jwt_generate (expects signing key string)", "bad argument #3 to jwt_generate (table expected, got string)",
            ]);
    }

    [Fact]
    public async Task passwords_are_hashed_and_compared()
    {
        const string body = """
            local hash = nk.bcrypt_hash('sesame')
            return nk.json_encode({ hash:sub(1, 7), #hash, hash ~= nk.bcrypt_hash('sesame'), nk.bcrypt_compare(hash, 'sesame'), nk.bcrypt_compare(hash, 'Sesame'),
              error_of(nk.bcrypt_hash, string.rep('x', 73)), error_of(nk.bcrypt_hash, ''), error_of(nk.bcrypt_compare, 'no hash', 'x'),
              error_of(nk.bcrypt_compare, '$2a$04$short', 'x'), error_of(nk.bcrypt_compare, (hash:gsub('%$04%$', '$31$')), 'x') })
            """;
        (await Say(body)).ShouldBe(
            """["$2a$04$",60,true,true,false,"error hashing value: password length exceeds 72 bytes","bad argument #1 to bcrypt_hash (expects input string)","error """ +
            """comparing hash: hash is no bcrypt hash","error comparing hash: hash is no bcrypt hash","error comparing hash: expects a hash with a cost of at most 15"]""");
    }

    [Fact]
    public async Task passwords_beyond_the_turns_there_are_are_turned_away()
    {
        using var turns = new BcryptTurns(cost: 4, parallelMax: 0);
        using var services = new ServiceCollection().AddSingleton(turns).BuildServiceProvider();
        using var bench = ModuleBench.OfFunction("return select(2, pcall(nk.bcrypt_hash, 'x'))", services);
        (await bench.Say()).ShouldBe("error hashing value: too many passwords at once");
    }

    [Fact]
    public async Task chance_has_the_length_that_was_asked_for()
    {
        const string body = """
            return nk.json_encode({ #nk.secure_random_bytes(1), #nk.secure_random_bytes(1000), nk.secure_random_bytes(16) ~= nk.secure_random_bytes(16),
              error_of(nk.secure_random_bytes, 0), error_of(nk.secure_random_bytes, 1001) })
            """;
        (await Say(body)).ShouldBe(
            """[1,1000,true,"bad argument #1 to secure_random_bytes (expects count to be 1-1000)","bad argument #1 to secure_random_bytes (expects count to be 1-1000)"]""");
    }

    [Fact]
    public async Task uuids_are_16_bytes()
    {
        const string body = """
            local bytes = nk.uuid_string_to_bytes('00112233-4455-6677-8899-AABBCCDDEEFF')
            return nk.json_encode({ nk.base16_encode(bytes), nk.uuid_bytes_to_string(bytes), error_of(nk.uuid_string_to_bytes, 'x'), error_of(nk.uuid_bytes_to_string, 'x') })
            """;
        (await Say(body)).ShouldBe(
            """["00112233445566778899aabbccddeeff","00112233-4455-6677-8899-aabbccddeeff","bad argument #1 to uuid_string_to_bytes (expects a UUID string)","bad """ +
            """argument #1 to uuid_bytes_to_string (expects a UUID byte string)"]""");
    }

    [Theory]
    [InlineData("0 12 * * *", 1704067200, 1704110400, 1704024000)]
    [InlineData("@daily", 1704067200, 1704153600, 1703980800)]
    [InlineData("0 0 L * *", 1704067200, 1706659200, 1703980800)]
    [InlineData("0 0 1W * *", 1704067200, 1706745600, 1701388800)]
    [InlineData("0 0 * * 1#2", 1704067200, 1704672000, 1702252800)]
    [InlineData("0 0 1 1 * 2030", 1704067200, 1893456000, -62135596800)]
    [InlineData("30 * * * * * *", 1704067200, 1704067230, 1704067170)]
    [InlineData("30 * * * * * * ignored", 1704067200, 1704067230, 1704067170)]
    public async Task schedules_name_instants_before_and_after(string schedule, long moment, long next, long previous) =>
        (await Say($"return nk.json_encode({{ nk.cron_next('{schedule}', {moment}), nk.cron_prev('{schedule}', {moment}) }})")).ShouldBe($"[{next},{previous}]");

    [Fact]
    public async Task schedules_that_are_none_are_refused() =>
        Texts(await Say("return nk.json_encode({ error_of(nk.cron_next, '', 1), error_of(nk.cron_prev, '* *', 1), error_of(nk.cron_next, '99 * * * *', 1), error_of(nk.cron_next, '* * * * *'), error_of(nk.cron_prev, '* * * * *', 1e15) })"))
            .ShouldBe(
            [
                "bad argument #1 to cron_next (expects cron string)", "expects a valid cron string: missing field(s)",
                "expects a valid cron string: syntax error in minute field: '99'", "bad argument #2 to cron_next (number expected, got nil)",
                "bad argument #2 to cron_prev (expects a timestamp)",
            ]);

    private static List<string> Texts(string json) => JsonSerializer.Deserialize<List<string>>(json)!;

    private async Task<string> Say(string body, string payload = "")
    {
        using var bench = ModuleBench.OfFunction("local function error_of(f, ...) return (select(2, pcall(f, ...))) end\n" + body, _services);
        return await bench.Say(payload: payload);
    }
}
