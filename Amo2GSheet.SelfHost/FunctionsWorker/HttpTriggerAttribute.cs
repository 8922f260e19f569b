using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The function is started by an HTTP request; stands on its <see cref="Http.HttpRequestData"/>.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, function key.</summary>
    public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;

    /// <summary>These methods, and no key: upstream's default differs between constructors, and so does ours.</summary>
    /// <param name="methods">HTTP methods, in any case.</param>
    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    /// <summary>Any method.</summary>
    /// <param name="authLevel">The key that a caller has to show.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>These methods with this key.</summary>
    /// <param name="authLevel">The key that a caller has to show.</param>
    /// <param name="methods">HTTP methods, in any case.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>Route template below the prefix of <c>host.json</c>, constraints allowed; the function's name when null.</summary>
    public string? Route { get; set; }

    /// <summary>HTTP methods; any when null.</summary>
    public string[]? Methods { get; private set; }

    /// <summary>The key that a caller has to show.</summary>
    public AuthorizationLevel AuthLevel { get; private set; }
}
