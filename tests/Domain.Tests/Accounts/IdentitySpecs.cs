using KaosNet.Domain.Accounts;
using KaosNet.Domain.Kernel;

namespace KaosNet.Domain.Tests.Accounts;

public class IdentitySpecs
{
    [Theory]
    [InlineData("", "Device ID is required.")]
    [InlineData("has a space in it", "Device ID invalid, no spaces or control characters allowed.")]
    [InlineData(" ", "Device ID invalid, no spaces or control characters allowed.")]
    [InlineData("tab\tin-the-middle", "Device ID invalid, no spaces or control characters allowed.")]
    [InlineData("zero\0in-the-middle", "Device ID invalid, no spaces or control characters allowed.")]
    [InlineData("delete\x7Fin-the-middle", "Device ID invalid, no spaces or control characters allowed.")]
    [InlineData("ninebytes", "Device ID invalid, must be 10-128 bytes.")]
    public void a_bad_device_id_is_refused(string id, string message) => Identity.Device(id).Refusal().ShouldBe(Fault.InvalidArgument(message));

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void a_device_id_has_10_to_128_bytes(int bytes, bool fits) => (Identity.Device(new('d', bytes)).Refusal() is null).ShouldBe(fits);

    [Theory]
    [InlineData("", "Custom ID is required.")]
    [InlineData("line\nfeed", "Custom ID invalid, no spaces or control characters allowed.")]
    [InlineData("fives", "Custom ID invalid, must be 6-128 bytes.")]
    public void a_bad_custom_id_is_refused(string id, string message) => Identity.Custom(id).Refusal().ShouldBe(Fault.InvalidArgument(message));

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void a_custom_id_has_6_to_128_bytes(int bytes, bool fits) => (Identity.Custom(new('c', bytes)).Refusal() is null).ShouldBe(fits);

    [Fact]
    public void bytes_are_counted_not_letters()
    {
        Identity.Custom("äöü").Refusal().ShouldBeNull();
        Identity.Device(string.Concat(Enumerable.Repeat("ü", 65))).Refusal().ShouldBe(Fault.InvalidArgument("Device ID invalid, must be 10-128 bytes."));
    }

    [Theory]
    [InlineData("ann @example.com", "Invalid email address, no spaces or control characters allowed.")]
    [InlineData("ann", "Invalid email address format.")]
    [InlineData("a", "Invalid email address format.")]
    [InlineData("@example.com", "Invalid email address format.")]
    [InlineData("ann@example", "Invalid email address format.")]
    [InlineData("ann@.com", "Invalid email address format.")]
    [InlineData("ann@example.", "Invalid email address format.")]
    [InlineData("ann.lee@example", "Invalid email address format.")]
    [InlineData("a@bcd.efg", "Invalid email address, must be 10-255 bytes.")]
    public void a_bad_email_address_is_refused(string address, string message) =>
        Identity.Email(address).Refusal().ShouldBe(Fault.InvalidArgument(message));

    [Theory]
    [InlineData("a@bcde.fgh")]
    [InlineData("a@b@example.com")]
    [InlineData("@@example.com")]
    [InlineData("a@bcdefgh..")]
    public void an_odd_email_address_is_still_one(string address) => Identity.Email(address).Refusal().ShouldBeNull();

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void an_email_address_has_at_most_255_bytes(int bytes, bool fits) =>
        (Identity.Email("a@" + new string('b', bytes - 6) + ".com").Refusal() is null).ShouldBe(fits);

    [Fact]
    public void email_addresses_are_one_in_every_case() => Identity.Email("Ann@Example.COM").ShouldBe(Identity.Email("ann@example.com"));
}
