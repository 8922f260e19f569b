using System.ComponentModel.DataAnnotations;

namespace Amo2GSheet.Core;

/// <summary>Bounds of a numeric setting. Not <c>[Range]</c>: the generated validator drops its message, which names the setting.</summary>
/// <param name="least">The smallest value allowed.</param>
/// <param name="most">The largest value allowed.</param>
/// <param name="message">What is wrong otherwise; names the setting.</param>
/// <remarks>A number that may be left out (null) is valid.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingRangeAttribute(double least, double most, string message) : ValidationAttribute(message)
{
    /// <summary>The smallest value allowed.</summary>
    public double Least { get; } = least;

    /// <summary>The largest value allowed.</summary>
    public double Most { get; } = most;

    /// <summary>What is wrong otherwise.</summary>
    public string Message { get; } = message;

    /// <inheritdoc />
    public override bool IsValid(object? value) => value switch
    {
        double number => number >= Least && number <= Most,
        int number => number >= Least && number <= Most,
        long number => number >= Least && number <= Most,
        null => true,
        _ => false,
    };
}
