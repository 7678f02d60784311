using System.Buffers.Binary;

namespace Hansard.Server.Doors.Wyoming.Discovery;

/// <summary>A question of a query.</summary>
/// <param name="Name">Labels of its name.</param>
/// <param name="Type">The type of record that is asked for.</param>
internal sealed record DnsQuestion(IReadOnlyList<string> Name, ushort Type)
{
    private const int HeaderBytes = 12;
    private const int MaximumQuestions = 64;

    // The first bit of the flags is set in an answer.
    private const ushort Answer = 0x8000;

    /// <summary>The questions of a query.</summary>
    /// <param name="message">As received.</param>
    /// <returns>None where it is no query, or a malformed one.</returns>
    public static IReadOnlyList<DnsQuestion> Of(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderBytes || (BinaryPrimitives.ReadUInt16BigEndian(message[2..]) & Answer) != 0) return [];
        List<DnsQuestion> questions = [];
        var at = HeaderBytes;
        for (var left = Math.Min((int)BinaryPrimitives.ReadUInt16BigEndian(message[4..]), MaximumQuestions); left > 0; left--)
        {
            if (DnsName.Read(message, ref at) is not { } name || at + 4 > message.Length) break;
            questions.Add(new DnsQuestion(name, BinaryPrimitives.ReadUInt16BigEndian(message[at..])));
            at += 4;
        }

        return questions;
    }
}
