using System.Reflection;
using Google.Apis.Sheets.v4;
using Newtonsoft.Json;
using RequestParameterAttribute = Google.Apis.Util.RequestParameterAttribute;
using RequestParameterType = Google.Apis.Util.RequestParameterType;

namespace Amo2GSheet.Tests.GoogleSheets;

/// <summary>The Google client that this build uses, the stand-in or Google's own, has the signatures that upstream declares.</summary>
public sealed class SignatureTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string Root = typeof(SheetsService).Namespace!;
    private static readonly IReadOnlyList<string> Upstream = [.. ReadList()];
    private static readonly IReadOnlyList<string> Loaded = [.. typeof(SheetsService).Assembly.GetExportedTypes().SelectMany(Describe)];

    [Fact]
    public void The_client_has_all_that_upstream_declares() => Assert.Empty(Upstream.Except(Loaded));

    [Fact]
    public void The_stand_in_has_nothing_else()
    {
        // Google's own client has far more.
        var isStandIn = typeof(SheetsService).Assembly.GetCustomAttribute<AssemblyProductAttribute>()?.Product == "amo2gsheet";

        Assert.Empty(isStandIn ? Loaded.Except(Upstream) : []);
    }

    [Fact]
    public void The_list_has_each_signature_once() => Assert.Equal(Upstream.Distinct(), Upstream);

    /// <summary>Each type's line, and each member's line behind its type.</summary>
    private static IEnumerable<string> ReadList()
    {
        var type = "";
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "GoogleSheets", "Signatures.txt")).Where(line => !line.StartsWith('#')))
        {
            if (line.StartsWith(' '))
            {
                yield return $"{type} | {line.Trim()}";
                continue;
            }

            type = line.Split(" : ")[0];
            yield return line;
        }
    }

    private static IEnumerable<string> Describe(Type type)
    {
        var name = (type is { IsAbstract: true, IsSealed: false } ? "abstract " : "") + Name(type);
        var bases = type.BaseType == typeof(object) ? type.GetInterfaces() : [type.BaseType!];
        yield return bases.Length == 0 ? name : $"{name} : {string.Join(", ", bases.Select(Name))}";
        IEnumerable<string> members =
        [
            .. type.GetConstructors(Declared).Where(IsOffered).Select(one => $"{Modifiers(one)}new({Parameters(one)})"),
            .. type.GetFields(Declared).Where(one => one.IsPublic).Select(one => $"static {Name(one.FieldType)} {one.Name}"),
            .. type.GetProperties(Declared).Where(one => IsOffered(one.GetMethod!)).Select(Property),
            .. type.GetMethods(Declared).Where(one => IsOffered(one) && !one.IsSpecialName).Select(one => $"{Modifiers(one)}{Name(one.ReturnType)} {one.Name}({Parameters(one)})"),
        ];
        foreach (var member in members)
            yield return $"{name} | {member}";
    }

    private static string Property(PropertyInfo property)
    {
        var json = property.GetCustomAttribute<JsonPropertyAttribute>() is { } named ? $"[json {named.PropertyName}] " : "";
        var parameter = property.GetCustomAttribute<RequestParameterAttribute>() is { } sent ? $"[{(sent.Type == RequestParameterType.Path ? "path" : "query")} {sent.Name}] " : "";
        var set = property.SetMethod is { IsPublic: true } ? " set;" : "";
        return $"{json}{parameter}{Modifiers(property.GetMethod!)}{Name(property.PropertyType)} {property.Name} {{ get;{set} }}";
    }

    private static bool IsOffered(MethodBase method) => method.IsPublic || method.IsFamily;

    private static string Modifiers(MethodBase method)
    {
        var access = method.IsFamily ? "protected " : "";
        return method switch
        {
            MethodInfo { IsVirtual: true } info when info.GetBaseDefinition().DeclaringType != info.DeclaringType => $"{access}override ",
            { IsVirtual: true } => $"{access}virtual ",
            _ => access,
        };
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)));

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return $"{Name(value)}?";
        if (type.IsGenericParameter)
            return type.Name;
        if (type.IsGenericType)
            return $"{Name(type.Name.Split('`')[0], type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";

        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => "string",
            TypeCode.Int32 => "int",
            TypeCode.Boolean => "bool",
            TypeCode.Double => "double",
            _ when type == typeof(object) => "object",
            _ when type == typeof(void) => "void",
            _ => Name(type.Name, type),
        };
    }

    private static string Name(string own, Type type)
    {
        if (type.DeclaringType is { } outer)
            return $"{Name(outer)}.{own}";
        return type.Namespace switch
        {
            "System.Collections.Generic" => own,
            var space when space == Root => own,
            { } space when space.StartsWith($"{Root}.", StringComparison.Ordinal) => $"{space[(Root.Length + 1)..]}.{own}",
            var space => $"{space}.{own}",
        };
    }
}
