using System.Text.Json.Nodes;

namespace Amo2GSheet.Sandbox.AmoCrm;

/// <summary>HAL wrappers. Links are absolute and name the host that the client called.</summary>
internal static class AmoHal
{
    public static JsonObject Self(string href) => new() { ["self"] = Href(href) };

    public static JsonObject Href(string href) => new() { ["href"] = href };

    /// <summary>A page of a list that is paged by <c>page</c> and <c>limit</c>.</summary>
    public static JsonObject Page(string url, AmoQuery query, int limit, bool hasNext, string name, IEnumerable<JsonNode> items)
    {
        var page = query.Page;
        var links = Self(url + query.ForPage(page, limit));
        if (hasNext)
            links["next"] = Href(url + query.ForPage(page + 1, limit));
        if (page > 1)
        {
            links["first"] = Href(url + query.ForPage(1, limit));
            links["prev"] = Href(url + query.ForPage(page - 1, limit));
        }
        return new JsonObject { ["_page"] = page, ["_links"] = links, ["_embedded"] = Embedded(name, items) };
    }

    /// <summary>A small dictionary that is answered whole.</summary>
    public static JsonObject Whole(string url, string name, IReadOnlyCollection<JsonNode> items) => new()
    {
        ["_total_items"] = items.Count,
        ["_links"] = Self(url),
        ["_embedded"] = Embedded(name, items),
    };

    public static JsonObject Embedded(string name, IEnumerable<JsonNode> items) => new() { [name] = new JsonArray([.. items]) };
}
