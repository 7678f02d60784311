using Hansard.Engine.Models;
using System.Globalization;

namespace Hansard.Engine.Recognition.Parakeet;

/// <summary>The subword pieces of a NeMo model, from <c>vocab.txt</c>: a piece and its id on each line.</summary>
internal sealed class ParakeetVocabulary
{
    private const string BlankPiece = "<blk>";

    /// <summary>SentencePiece's mark of a word's beginning.</summary>
    private const char WordStart = '▁';

    private readonly string[] _pieces;

    private ParakeetVocabulary(string[] pieces, int blank) => (_pieces, Blank) = (pieces, blank);

    /// <summary>Pieces, the blank included.</summary>
    public int Count => _pieces.Length;

    /// <summary>The id that says that nothing is emitted.</summary>
    public int Blank { get; }

    /// <summary>The text of a piece, with a leading space where a word begins.</summary>
    public string this[int id] => _pieces[id];

    /// <summary>Reads a vocabulary.</summary>
    /// <exception cref="InvalidDataException">The file does not have every id once, or has no blank.</exception>
    public static ParakeetVocabulary Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"The model file '{path}' is missing.", path);
        var lines = ModelDocument.ReadLines(path).Where(line => line.Length > 0).ToArray();
        var pieces = new string?[lines.Length];
        foreach (var line in lines)
        {
            var space = line.LastIndexOf(' ');
            if (space < 1 || !int.TryParse(line.AsSpan(space + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || id >= pieces.Length || pieces[id] is not null)
                throw new InvalidDataException(
                    $"'{path}' is not a vocabulary: the line '{ModelDocument.Told(line)}' "
                        + $"is not a piece with an id of its own below {pieces.Length}.");
            pieces[id] = line[..space].Replace(WordStart, ' ');
        }

        var blank = Array.IndexOf(pieces, BlankPiece);
        return blank >= 0
            ? new ParakeetVocabulary(pieces!, blank)
            : throw new InvalidDataException($"'{path}' has no piece '{BlankPiece}', which a transducer needs.");
    }
}
