using System.Runtime.CompilerServices;

namespace Hansard.Engine.Tests;

/// <summary>As <see cref="SharedFactAttribute"/>, for a test with several cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (!Fixtures.HasShared) Skip = "There is no folder 'shared' beside the repository.";
    }
}
