using System.Text.Json.Nodes;

namespace Amo2GSheet.Tests.GoogleSheets;

/// <summary>Compares JSON by meaning: the order of names and the white space do not count.</summary>
internal static class Json
{
    internal static void Same(string expected, string actual) => Same(expected, JsonNode.Parse(actual));

    internal static void Same(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {expected}\nbut was {actual?.ToJsonString()}");
}
