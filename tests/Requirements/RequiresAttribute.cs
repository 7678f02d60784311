using System.Reflection;
using Xunit.v3;

namespace Hansard.Tests.Requirements;

/// <summary>
/// The tools that a test, or every test of a class, runs. Where one is not installed, the test is skipped with the name of its Debian
/// package; under <c>./hansard test</c> it fails.
/// </summary>
/// <param name="packages">Of <see cref="Tool.All"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class RequiresAttribute(params string[] packages) : BeforeAfterTestAttribute
{
    /// <inheritdoc />
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        foreach (var package in packages) Tool.Of(package).Require();
    }
}
