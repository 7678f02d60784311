using System.Runtime.CompilerServices;

namespace Hansard.Translation.Tests;

/// <inheritdoc cref="ApertiumFactAttribute" />
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ApertiumTheoryAttribute : TheoryAttribute
{
    public ApertiumTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
        => Skip = ApertiumPackages.Missing;
}
