using System.Reflection;

namespace Hansard.Server.Web;

/// <summary>The program that the page was built into.</summary>
/// <param name="Assembly">With the page among its resources, or without.</param>
internal sealed record WebSource(Assembly Assembly)
{
    /// <summary>The program that runs.</summary>
    public static WebSource Own { get; } = new(typeof(WebSource).Assembly);
}
