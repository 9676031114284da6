using System.Text.Json;
using KaosNet.Domain.Kernel;
using KaosNet.Domain.Wallets;

namespace KaosNet.Domain.Tests.Wallets;

public class AmountsSpecs
{
    static readonly string[] Keys = ["", "c", "coins", "gems", "a b", "a\"b", "a\\b", "é", "☃", "🙂", "\u0001", "</x>", "zz", "Z", "1"];

    [Fact]
    public void they_are_spelled_as_all_documents_are()
    {
        var dice = new Dice(3);
        for (var round = 0; round < 500; round++)
        {
            var amounts = Keys.Where(_ => dice.Roll(2) == 0).ToDictionary(key => key, _ => unchecked((long)dice.Bits()));
            var text = Amounts.Text(amounts);
            text.ShouldBe(JsonDocumentText.Of(JsonSerializer.Serialize(amounts)));
            Amounts.Read(text).ShouldBe(amounts, ignoreOrder: true);
        }
    }
}
