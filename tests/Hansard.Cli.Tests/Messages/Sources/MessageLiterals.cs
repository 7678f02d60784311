using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hansard.Cli.Tests.Messages.Sources;

/// <summary>Finds the texts in sources that users may read.</summary>
/// <remarks>
/// Every literal of two words or more counts, wherever it stands, unless it is a part of the help or of what other programs read: who adds
/// a message in a way that there has not been is found as well.
/// </remarks>
internal static partial class MessageLiterals
{
    // The texts of help, which have tests of their own, and scripts for shells.
    private static readonly string[] Help =
    [
        "Completion/BashCompletion.cs", "Completion/FishCompletion.cs", "Completion/PowerShellCompletion.cs", "Completion/ZshCompletion.cs",
        "Help/Examples.cs", "Help/ManualPage.cs",
    ];

    private static readonly string[] Descriptions = ["Description", "HelpName"];

    // Calls and constructors whose arguments are descriptions, and formats of times.
    private static readonly string[] Describing =
        ["Command", "RootCommand", "RecordingTime.Option", "NumberOption.Create", "ServerDataOptions.Project", "ToString"];

    /// <summary>Messages of the command line.</summary>
    public static IReadOnlyList<MessageLiteral> OfProgram()
    {
        var root = Path.Combine(HansardProcess.Repository, "src", "Hansard.Cli");
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(root, path))
                .Where(path => !path.StartsWith("obj", StringComparison.Ordinal) && !Help.Contains(path))
                .Order(StringComparer.Ordinal)
                .SelectMany(path => In(File.ReadAllText(Path.Combine(root, path)), path)),
        ];
    }

    /// <summary>Messages of one file.</summary>
    /// <param name="source">C#.</param>
    /// <param name="path">The file's name in places.</param>
    public static IEnumerable<MessageLiteral> In(string source, string path)
    {
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        return
            from literal in root.DescendantNodes().OfType<ExpressionSyntax>()
            let text = TextOf(literal)
            where text is not null && !IsHelp(literal)
            let line = literal.GetLocation().GetLineSpan().StartLinePosition.Line + 1
            from part in text.Split('\n')
            where IsProse(part)
            select new MessageLiteral($"{path}:{line}", part);
    }

    private static string? TextOf(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal => literal.Token.ValueText,
        InterpolatedStringExpressionSyntax interpolated => string.Concat(interpolated.Contents.Select(
            content => content is InterpolatedStringTextSyntax text ? Unescaped(text.TextToken.ValueText) : "{}")),
        _ => null,
    };

    // Braces that are none of a hole.
    private static string Unescaped(string text)
        => text.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    private static bool IsHelp(SyntaxNode literal)
        => literal.Ancestors().Any(node => node switch
        {
            AttributeSyntax => true,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } => Descriptions.Contains(name.Identifier.Text),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: var called } } => Describes(called),
            ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax { Type: var type } } => Describes(type),
            ArgumentSyntax { Parent.Parent: ImplicitObjectCreationExpressionSyntax made } => Describes(DeclaredAs(made)),
            _ => false,
        });

    private static bool Describes(SyntaxNode? named)
        => named is not null && Describing.Any(name => $"{named}" == name || $"{named}".EndsWith($".{name}", StringComparison.Ordinal));

    // A method whose body is new(…) makes what it returns.
    private static TypeSyntax? DeclaredAs(SyntaxNode made)
        => made.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } ? method.ReturnType : null;

    // Headings of tables have no small letters.
    private static bool IsProse(string text) => Words().IsMatch(text) && text.Any(char.IsLower);

    [GeneratedRegex(@"\p{L}{2,}\W*\s\W*\p{L}|\p{L}{2,} …|\{\} \p{L}{3,}")]
    private static partial Regex Words();
}
