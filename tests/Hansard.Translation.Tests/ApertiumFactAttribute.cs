using System.Runtime.CompilerServices;

namespace Hansard.Translation.Tests;

/// <summary>A test of the Debian packages apertium-eng-spa and apertium-es-pt; skipped where they are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ApertiumFactAttribute : FactAttribute
{
    public ApertiumFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
        => Skip = ApertiumPackages.Missing;
}
