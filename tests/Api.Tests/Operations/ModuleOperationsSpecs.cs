using System.Reflection;
using KaosNet.Api.Operations;
using KaosNet.Modules.Hooks;
using ModuleOperations = KaosNet.Modules.Hooks.Operations;

namespace KaosNet.Api.Tests.Operations;

/// <summary>What C# modules may stand around is what the server has, with the messages that it has.</summary>
public class ModuleOperationsSpecs
{
    [Fact]
    public void every_operation_with_hooks_is_in_the_list_of_modules()
    {
        var listed = typeof(ModuleOperations).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(field => field.Name);
        var registered = OperationRegistry.Of(Features.All).All.Where(operation => operation.TakesHooks).ToList();
        listed.Keys.Order(StringComparer.Ordinal).ShouldBe(registered.Select(operation => operation.Name).Order(StringComparer.Ordinal));
        foreach (var operation in registered)
        {
            var field = listed[operation.Name];
            field.FieldType.ShouldBe(typeof(ClientOperation<,>).MakeGenericType(operation.RequestType, operation.ResponseType), operation.Name);
            field.FieldType.GetProperty("Name")!.GetValue(field.GetValue(null)).ShouldBe(operation.Name);
        }
    }
}
