using System.Reflection;
using System.Runtime.ExceptionServices;
using Amo2GSheet.Core.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Amo2GSheet.Core;

/// <summary>Registers options that are read from flat settings and checked at start.</summary>
public static class SettingsRegistration
{
    /// <summary>
    /// Binds each property to the setting of its <see cref="ConfigurationKeyNameAttribute"/>. A value that cannot be converted is one more
    /// failure of the validation, beside all others, where the binder alone would throw at the first one.
    /// </summary>
    /// <typeparam name="TOptions">The options class; its properties are text, numbers and the like.</typeparam>
    /// <typeparam name="TValidator">Checks the values.</typeparam>
    /// <param name="services">Where to add them.</param>
    /// <param name="configuration">The settings.</param>
    public static IServiceCollection AddSettings<TOptions, TValidator>(this IServiceCollection services, IConfiguration configuration)
        where TOptions : class, new()
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().Configure(options => Bind(options, configuration)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TOptions>>(new ConversionValidator<TOptions>(configuration));
        return services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
    }

    /// <summary>Checks all options, and where the tables are, which no options class holds.</summary>
    /// <param name="services">The host's services.</param>
    /// <exception cref="OptionsValidationException">Settings are missing or wrong; the message names each.</exception>
    /// <exception cref="AggregateException">The same, of several features.</exception>
    public static void ValidateSettings(this IServiceProvider services)
    {
        List<Exception> failures = [];
        Collect(() => services.GetService<IStartupValidator>()?.Validate());
        Collect(() => TableConnection.From(services.GetRequiredService<IConfiguration>(), services.GetService<ITableFiles>()));
        if (failures is [var only])
            ExceptionDispatchInfo.Throw(only);
        if (failures.Count > 0)
            throw new AggregateException(failures);

        void Collect(Action check)
        {
            try
            {
                check();
            }
            catch (Exception failure) when (failure is OptionsValidationException or AggregateException)
            {
                failures.Add(failure);
            }
        }
    }

    /// <summary>Sets what can be converted and returns a sentence for each setting that cannot.</summary>
    private static List<string> Bind<TOptions>(TOptions options, IConfiguration configuration)
        where TOptions : class
    {
        var failures = new List<string>();
        foreach (var (property, name) in Settings<TOptions>.All)
        {
            try
            {
                if (configuration.GetValue(property.PropertyType, name) is { } value)
                    property.SetValue(options, value);
            }
            catch (InvalidOperationException)
            {
                // The value is not quoted: it may be a secret that stands under the wrong name.
                failures.Add($"{name} must be {Kind(property.PropertyType)}.");
            }
        }

        return failures;
    }

    private static string Kind(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Double => "a number, with a point before its decimals",
        TypeCode.Boolean => "true or false",
        _ => $"a {type.Name}",
    };

    /// <summary>The properties that are settings, with their names.</summary>
    private static class Settings<TOptions>
    {
        public static readonly IReadOnlyList<(PropertyInfo Property, string Name)> All =
        [
            .. typeof(TOptions).GetProperties()
                .Where(property => property.SetMethod is { IsPublic: true })
                .Select(property => (property, property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name)),
        ];
    }

    private sealed class ConversionValidator<TOptions>(IConfiguration configuration) : IValidateOptions<TOptions>
        where TOptions : class, new()
    {
        public ValidateOptionsResult Validate(string? name, TOptions options) =>
            Bind(new TOptions(), configuration) is { Count: > 0 } failures ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }
}
