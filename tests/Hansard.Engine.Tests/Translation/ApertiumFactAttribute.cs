using System.Runtime.CompilerServices;
using Hansard.Engine.Translation.Apertium;

namespace Hansard.Engine.Tests.Translation;

/// <summary>A test of the Debian package apertium-eng-spa; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ApertiumFactAttribute : FactAttribute
{
    public ApertiumFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (ApertiumModes.Find(ApertiumModes.DefaultDirectory).Count == 0) Skip = "The package apertium-eng-spa is not installed.";
    }
}
