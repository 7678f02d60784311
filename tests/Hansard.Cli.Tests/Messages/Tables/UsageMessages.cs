namespace Hansard.Cli.Tests.Messages.Tables;

/// <summary>Wrong usage of the commands that work on this machine, told before anything is done.</summary>
internal static class UsageMessages
{
    private const string Help = " See 'hansard transcribe --help'.";

    /// <summary>The calls.</summary>
    public static IReadOnlyList<MessageRow> Rows { get; } =
    [
        // Faults of the line.
        new(
            "", 2,
            "Name a command: transcribe, watch, align, serve, keys, speakers, storage, migrate, backup, restore, models, doctor, login, "
            + "logout, upload, submit, wait, list, show, get, export, cancel, delete, usage, access-log, help or completion. "
            + "See 'hansard --help'."),
        new("trascribe a.wav", 2, "There is no command 'trascribe'. Did you mean 'transcribe'? See 'hansard --help'."),
        new("help serv", 2, "There is no command 'serv'. Did you mean 'serve'? See 'hansard --help'."),
        new("completion fsh", 2, "There is completion for bash, zsh, fish or powershell, not for 'fsh'. Did you mean 'zsh' or 'fish'?"),
        new("transcribe a.wav --fromat srt", 2, $"There is no option '--fromat'. Did you mean '--format'?{Help}"),
        new("transcribe a.wav -f docy", 2,
            $"--format takes txt, md, json, csv, srt, vtt, ass, rttm or docx, not 'docy'. Did you mean 'docx'?{Help}"),
        new("transcribe a.wav --style bbc", 2, $"--style takes broadcast, clean, default, netflix, verbatim or web, not 'bbc'.{Help}"),
        new(
            "transcribe a.wav --redact=phones", 2,
            $"--redact takes phone, card, account, email, address, true or false, not 'phones'. Did you mean 'phone'?{Help}"),
        new("transcribe a.wav --output=", 2, $"--output was given an empty value.{Help}"),
        new("models pull whisper-smal", 2, "The catalogue has no model 'whisper-smal': see 'hansard models list'."),

        new("transcribe a.wav --beam 1 --beam 2", 2, $"--beam takes one value, and was given 2.{Help}"),
        new("transcribe -x.wav", 2, $"There is no option '-x.wav'. The file of that name is './-x.wav'.{Help}")
        {
            Before = "echo >-x.wav",
        },

        // Options that contradict each other.
        new("transcribe a.wav -l germn", 2,
            "--language takes a language, such as de, german or deutsch, not 'germn'. Did you mean 'german'?"),
        new("transcribe a.wav -l de --hint en", 2,
            "--language says what is spoken, so --hint has no meaning: use one or the other."),
        new("transcribe a.wav --strict", 2, "--strict has no meaning without --hint."),
        new("transcribe a.wav --fast --beam 3", 2,
            "--fast says how many hypotheses are kept, so --beam has no meaning: use one or the other."),
        new("transcribe a.wav --from 2:00 --to 1:30", 2, "--to is not after --from."),
        new("transcribe a.wav --track 0", 2,
            "--track takes the number of a sound track, from 1 on, its language, such as en, or all, not '0'."),
        new("transcribe a.wav --speakers 2 --max-speakers 3", 2,
            "--speakers says how many there are: --min-speakers and --max-speakers have no meaning with it."),
        new("transcribe a.wav --min-speakers 3 --max-speakers 2", 2, "--min-speakers is greater than --max-speakers."),
        new("transcribe a.wav --project mine", 2, "--project has no meaning without --identify."),
        new("transcribe a.wav --translation-term a=b", 2, "--translation-term has no meaning without --translate."),
        new("transcribe a.wav --translated-only", 2, "--translated-only has no meaning without --translate."),
        new("transcribe a.wav --bilingual", 2, "--bilingual has no meaning without --translate."),
        new("transcribe a.wav --translate es --bilingual --translated-only", 2,
            "--translated-only and --bilingual contradict each other: use one of them."),
        new("transcribe a.wav --translate en:pt:es", 2,
            "--translate takes a language to translate into, such as es, or two to translate between, such as en:pt, not 'en:pt:es'."),
        new("transcribe a.wav --translate en:pt --translate es", 2,
            "--translate en:pt translates two ways, which no other translation can stand beside."),
        new("transcribe a.wav --translate pt --translation-term stroke", 2,
            "--translation-term takes a term and its translation, such as stroke=ictus, not 'stroke'."),
        new("transcribe a.wav --translate pt,es --translation-term stroke=ictus -o out", 2,
            "--translation-term has to say which of the translations it is for, as in pt:stroke=ictus, not 'stroke=ictus'."),
        new("transcribe a.wav --translate pt,es --context translations.json -o out", 2,
            "The translation_terms of --context do not say which of the translations they are for: use --translation-term es:A=B."),
        new("transcribe a.wav --overwrite --skip-existing", 2,
            "--overwrite and --skip-existing contradict each other: use one of them."),
        new("transcribe a.wav --stream -o b.txt", 2, "--stream is for standard output: leave out --output."),
        new("transcribe a.wav a.wav --stream", 2, "--stream is for one recording at a time."),
        new("transcribe a.wav --stream -f srt", 2, "--stream is for txt: leave out --format."),
        new("transcribe a.wav --stream --track all", 2,
            "--stream is for what is recognised, and --track all takes the whole recording: leave one of them out."),
        new("transcribe a.wav --stream --style clean", 2,
            "--stream is for what is recognised, and --style clean takes the whole recording: leave one of them out."),
        new("transcribe a.wav --stream --redact", 2,
            "--stream is for what is recognised, and --redact takes the whole recording: leave one of them out."),
        new("transcribe a.wav --stream --diarize", 2,
            "--stream is for what is recognised, and --diarize takes the whole recording: leave one of them out."),

        new("transcribe a.wav --beam five", 2, "--beam takes a whole number from 1 to 10, not 'five'. See 'hansard transcribe --help'."),
        new(
            "transcribe a.wav --from soon", 2,
            "--from takes a time, such as 1:30, 1:02:03 or 90.5 seconds, not 'soon'. See 'hansard transcribe --help'."),
        new(
            "transcribe a.wav --line-width 7", 2,
            "--line-width takes a whole number from 10 to 200, not '7'. See 'hansard transcribe --help'."),
        new(
            "transcribe a.wav --quiet=perhaps", 2,
            "--quiet takes no value, and 'perhaps' would be taken for something else. See 'hansard transcribe --help'."),
        new(
            "transcribe a.wav --output --overwrit", 2,
            "There is no option '--overwrit'. Did you mean '--overwrite'? As the value of --output it is written "
            + "'--output=--overwrit'. See 'hansard transcribe --help'."),
        new("transcribe -strange.wav", 2, "There is no option '-strange.wav'. See 'hansard transcribe --help'."),
        new("transcribe", 2, "<file> is missing. See 'hansard transcribe --help'."),
        new("transcribe a.wav --output", 2, "--output needs a value. See 'hansard transcribe --help'."),
        new("transcribe a.wav --channels both", 2, "--channels takes auto, split or mix, not 'both'. See 'hansard transcribe --help'."),
        new("serve --port http", 2, "--port takes a whole number, not 'http'. See 'hansard serve --help'."),
        new("serve now", 2, "'now' is too much: no further argument is taken. See 'hansard serve --help'."),
        new("models", 2, "Name a command: list, pull or verify. See 'hansard models --help'."),
        new(
            "models pull whisper-small --from here", 2,
            "--from takes an address, such as https://example.org/models/, not 'here'. See 'hansard models pull --help'."),
        new(
            "models pull whisper-small whisper-tiny --from http://127.0.0.1/", 2,
            "--from is the address of one model: pull one at a time."),
        new(
            "models pull hf:openai/whisper-small --from http://127.0.0.1/", 2,
            "--from is for models of the catalogue: HF_ENDPOINT names another hub."),
        new("speakers add Anna a.wav --from 5 --to 5", 2, "--to is not after --from."),
        new(
            "speakers add Anna a.wav --from soon", 2,
            "--from takes a time, such as 1:30, 1:02:03 or 90.5 seconds, not 'soon'. See 'hansard speakers add --help'."),
        new("watch none --to out", 2, "There is no folder 'none' to watch."),
        new("watch empty --interval 0.01", 2, "--interval takes a time from 0.05 seconds to a day."),
        new("watch empty --settle 100000", 2, "--settle takes a time from 0.05 seconds to a day."),

        // Defaults that are set for all calls.
        new(
            "transcribe a.wav", 2,
            "HANSARD_TRANSCRIBE_BAEM: There is no option '--baem'. Did you mean '--beam'? See 'hansard transcribe --help'.")
        {
            Environment = "HANSARD_TRANSCRIBE_BAEM=1",
        },
        new(
            "transcribe a.wav", 2,
            "HANSARD_TRANSCRIBE_BEAM: --beam takes a whole number from 1 to 10, not 'many'. See 'hansard transcribe --help'.")
        {
            Environment = "HANSARD_TRANSCRIBE_BEAM=many",
        },
        new(
            "transcribe a.wav", 2,
            "'{folder}/defaults/option/hansard/transcribe.json': 'baem' is no option of transcribe. Did you mean 'beam'?")
        {
            Environment = "XDG_CONFIG_HOME={folder}/defaults/option",
        },
        new(
            "transcribe a.wav", 2,
            "'{folder}/defaults/list/hansard/transcribe.json': 'beam' takes one value, and not a list.")
        {
            Environment = "XDG_CONFIG_HOME={folder}/defaults/list",
        },
        new(
            "transcribe a.wav", 2,
            "'{folder}/defaults/null/hansard/transcribe.json': 'beam' takes a text, a number, true or false.")
        {
            Environment = "XDG_CONFIG_HOME={folder}/defaults/null",
        },
        new(
            "transcribe a.wav", 2,
            "'{folder}/defaults/array/hansard/transcribe.json' has to be an object, such as { \"model\": \"whisper-small\" }.")
        {
            Environment = "XDG_CONFIG_HOME={folder}/defaults/array",
        },
        new(
            "transcribe a.wav", 2,
            "'{folder}/defaults/text/hansard/transcribe.json' is not JSON: 'b' is an invalid start of a value. LineNumber: 0 | "
            + "BytePositionInLine: 0.") { Environment = "XDG_CONFIG_HOME={folder}/defaults/text" },
        new(
            "transcribe a.wav", 2,
            "'{folder}/defaults/value/hansard/transcribe.json': --beam takes a whole number from 1 to 10, not 'many'. See 'hansard "
            + "transcribe --help'.") { Environment = "XDG_CONFIG_HOME={folder}/defaults/value" },
        new(
            "transcribe a.wav", 2,
            "'{folder}/defaults/large/hansard/transcribe.json' is larger than 1048576 bytes.")
        {
            Environment = "XDG_CONFIG_HOME={folder}/defaults/large",
        },
        new(
            "transcribe a.wav", 2,
            "'{folder}/defaults/closed/hansard/transcribe.json' cannot be read: its permissions do not allow it.")
        {
            Environment = "XDG_CONFIG_HOME={folder}/defaults/closed",
            HeedsPermissions = true,
        },
    ];
}
