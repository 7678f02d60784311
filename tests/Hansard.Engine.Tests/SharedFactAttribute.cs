using System.Runtime.CompilerServices;

namespace Hansard.Engine.Tests;

/// <summary>
/// A test on recordings that must not be copied into the repository; skipped where the folder "shared" beside it is absent.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (!Fixtures.HasShared) Skip = "There is no folder 'shared' beside the repository.";
    }
}
