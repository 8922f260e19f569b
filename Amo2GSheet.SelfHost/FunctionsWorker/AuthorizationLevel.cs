namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a caller of an HTTP function has to show. Values are upstream's.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,

    /// <summary>A user's token; this host refuses to start with it.</summary>
    User = 1,

    /// <summary>A function key (<c>FUNCTION_KEY</c>) or the master key.</summary>
    Function = 2,

    /// <summary>A system key; this host refuses to start with it.</summary>
    System = 3,

    /// <summary>The master key (<c>MASTER_KEY</c>).</summary>
    Admin = 4,
}
