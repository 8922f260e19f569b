#nullable disable
using Google.Apis.Discovery;
using Google.Apis.Requests;

namespace Google.Apis.Sheets.v4;

/// <summary>Declares a parameter of a call, which the base package wants before it takes the value from a property.</summary>
internal static class ParameterDeclarations
{
    internal static void AddPath<T>(this ClientServiceRequest<T> request, string name) =>
        request.RequestParameters.Add(name, new Parameter { Name = name, IsRequired = true, ParameterType = "path" });

    internal static void AddQuery<T>(this ClientServiceRequest<T> request, string name) =>
        request.RequestParameters.Add(name, new Parameter { Name = name, ParameterType = "query" });
}
