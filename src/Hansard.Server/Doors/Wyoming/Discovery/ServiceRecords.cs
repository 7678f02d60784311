using System.Net;

namespace Hansard.Server.Doors.Wyoming.Discovery;

/// <summary>The records by which a service is found (RFC 6763), and the answers made of them.</summary>
/// <param name="host">Name of the machine.</param>
/// <param name="port">Port of the service.</param>
internal sealed class ServiceRecords(string host, int port)
{
    /// <summary>Seconds for which records that name no address are good (RFC 6762, 10).</summary>
    private const uint LongLife = 4_500;

    /// <summary>The same, of records with an address or a name of a machine.</summary>
    private const uint ShortLife = 120;

    /// <summary>The same, for a client that knows nothing of multicast (RFC 6762, 6.7).</summary>
    private const uint LegacyLife = 10;

    private const ushort Pointer = 12, Text = 16, Address = 1, Server = 33, Any = 255;
    private const ushort Internet = 1;

    // The highest bit of the class: the record is the only one of its name (RFC 6762, 10.2).
    private const ushort Unique = 0x8000;

    // An answer, of whoever has the say.
    private const ushort Flags = 0x8400;

    private static readonly string[] Type = ["_wyoming", "_tcp", "local"];
    private static readonly string[] Types = ["_services", "_dns-sd", "_udp", "local"];

    private readonly string[] _instance = [DnsName.Label($"Hansard on {host}"), .. Type];
    private readonly string[] _host = [DnsName.Label($"hansard-{host}"), "local"];

    /// <summary>Answers questions.</summary>
    /// <param name="questions">Of one query.</param>
    /// <param name="address">The address at which the asker's network reaches this machine.</param>
    /// <param name="legacy">The number of a query that knows nothing of multicast; null: it does.</param>
    /// <returns>A message; null where nobody asked for this service.</returns>
    public byte[]? Answer(IReadOnlyList<DnsQuestion> questions, IPAddress address, ushort? legacy)
    {
        List<Record> answers = [];
        foreach (var question in questions)
        {
            if (IsAsked(question, Type, Pointer))
                answers.AddRange(All(address).Where(record => record.Name != Types));
            else if (IsAsked(question, Types, Pointer)) answers.Add(Listing());
            else if (IsAsked(question, _instance, Server) || IsAsked(question, _instance, Text))
                answers.AddRange(All(address).Where(record => record.Type != Pointer));
            else if (IsAsked(question, _host, Address)) answers.Add(Machine(address));
        }

        if (answers.Count == 0) return null;
        return legacy is { } id
            ? Write(answers.Select(record => record with { Life = LegacyLife, IsUnique = false }), id, questions)
            : Write(answers, id: 0, questions: []);
    }

    /// <summary>A message that nobody asked for, by which the service is told of.</summary>
    /// <param name="address">The address at which the network reaches this machine.</param>
    /// <param name="isOver">True: it is told that the service ends.</param>
    public byte[] Announcement(IPAddress address, bool isOver)
        => Write(All(address).Select(record => isOver ? record with { Life = 0 } : record), id: 0, questions: []);

    private static bool IsAsked(DnsQuestion question, string[] name, ushort type)
        => (question.Type == type || question.Type == Any) && DnsName.AreSame(question.Name, name);

    private Record[] All(IPAddress address) =>
    [
        new(Type, Pointer, LongLife, false, output => DnsName.Write(output, _instance)),
        new(_instance, Server, ShortLife, true, output =>
        {
            // Neither priority nor weight.
            output.Write(0);
            WriteShort(output, (ushort)port);
            DnsName.Write(output, _host);
        }),

        // A text has at least one string, which may be empty.
        new(_instance, Text, LongLife, true, output => output.Write((byte)0)),
        Machine(address),
        Listing(),
    ];

    private Record Machine(IPAddress address) => new(_host, Address, ShortLife, true, output => output.Write(address.GetAddressBytes()));

    private static Record Listing() => new(Types, Pointer, LongLife, false, output => DnsName.Write(output, Type));

    private static byte[] Write(IEnumerable<Record> records, ushort id, IReadOnlyList<DnsQuestion> questions)
    {
        var all = records.ToList();
        using var content = new MemoryStream();
        using var output = new BinaryWriter(content);
        foreach (var number in (ushort[])[id, Flags, (ushort)questions.Count, (ushort)all.Count, 0, 0]) WriteShort(output, number);
        foreach (var question in questions)
        {
            DnsName.Write(output, question.Name);
            WriteShort(output, question.Type);
            WriteShort(output, Internet);
        }

        foreach (var record in all)
        {
            DnsName.Write(output, record.Name);
            WriteShort(output, record.Type);
            WriteShort(output, (ushort)(record.IsUnique ? Unique | Internet : Internet));
            WriteShort(output, (ushort)(record.Life >> 16));
            WriteShort(output, (ushort)record.Life);
            using var data = new MemoryStream();
            using (var inner = new BinaryWriter(data)) record.Data(inner);
            var bytes = data.ToArray();
            WriteShort(output, (ushort)bytes.Length);
            output.Write(bytes);
        }

        return content.ToArray();
    }

    private static void WriteShort(BinaryWriter output, ushort number)
    {
        output.Write((byte)(number >> 8));
        output.Write((byte)number);
    }

    private sealed record Record(string[] Name, ushort Type, uint Life, bool IsUnique, Action<BinaryWriter> Data);
}
