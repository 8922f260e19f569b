#nullable disable
using Google.Apis.Discovery;
using Google.Apis.Requests;

namespace Google.Apis.Sheets.v4;

/// <summary>Declares parameters of a call, which the base package wants before it takes their values from properties.</summary>
internal static class ParameterDeclarations
{
    internal static void AddPath<T>(this ClientServiceRequest<T> request, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            request.RequestParameters.Add(name, new Parameter { Name = name, IsRequired = true, ParameterType = "path" });
    }

    internal static void AddQuery<T>(this ClientServiceRequest<T> request, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            request.AddDefaultedQuery(name, null);
    }

    internal static void AddDefaultedQuery<T>(this ClientServiceRequest<T> request, string name, string defaultValue) =>
        request.RequestParameters.Add(name, new Parameter { Name = name, ParameterType = "query", DefaultValue = defaultValue });
}
