"""Turn a script into a recording: audio.mp3, transcript.vtt and chapters.

    python tools/record.py tools/scripts/leaving.txt episodes/leaving --words-a-minute 158

A script is plain text: one sentence a line, a blank line for a pause between
paragraphs, `[8]` for a silence of eight seconds, `# Title` where a chapter
starts, and `@ am_michael` where another voice goes on. Every sentence is spoken
on its own, so that the start and end of each are known to the sample.

What has to be installed first is in tools/README.md.
"""

from __future__ import annotations

import argparse
import html
import re
import subprocess
import sys
import tempfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import imageio_ffmpeg
import numpy as np
from voices import RATE, SPEAKERS, Heart, Michael, Voice

# Silences, in seconds.
LEAD_IN = 0.5
AFTER_SENTENCE = 0.6
AFTER_PARAGRAPH = 1.2
AFTER_CHAPTER = 2.0
LEAD_OUT = 1.5

SPEEDS = (0.5, 1.1)  # of a voice's own: below, vowels are drawn out; above, it hurries
VOICE_LEVEL = 0.1  # RMS of what is not silence, so that two voices are equally loud
LOUDNESS = -19.0  # LUFS, integrated: the usual target for speech in mono
TRUE_PEAK = -1.0  # dBTP, at most

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


@dataclass
class Sentence:
    """A line of the script; start and end in seconds once it has been spoken."""

    text: str
    voice: str
    pause: float = AFTER_SENTENCE
    chapter: str | None = None
    start: float = 0.0
    end: float = 0.0
    samples: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))

    @property
    def words(self) -> int:
        return len(self.text.split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("script", type=Path)
    parser.add_argument("episode", type=Path, help="the folder that gets audio.mp3 and transcript.vtt")
    parser.add_argument("--words-a-minute", type=float, default=158, help="inside sentences, on average")
    parser.add_argument("--comma", type=float, default=0.2, help="seconds of silence after a comma")
    parser.add_argument("--styles", type=Path, help="am_michael.bin of the npm package kokoro-js")
    parser.add_argument("--opus", action="store_true", help="writes audio.opus too, for `alternates`")
    arguments = parser.parse_args()

    sentences = read_script(arguments.script.read_text(encoding="utf-8"))
    for name in dict.fromkeys(sentence.voice for sentence in sentences):
        voice: Voice = Michael(arguments.styles) if name == "am_michael" else Heart()
        own = [sentence for sentence in sentences if sentence.voice == name]
        speed = find_speed(voice, own, arguments.words_a_minute, arguments.comma)
        for sentence in own:
            sentence.samples = speak(voice, sentence.text, speed, arguments.comma)
        match_level(own)
        print(f"# {name}: speed {speed:.3f}, {pace(own):.0f} words a minute", file=sys.stderr)
    sound = join(sentences)
    arguments.episode.mkdir(parents=True, exist_ok=True)
    gain = encode(sound, RATE, arguments.episode / "audio.mp3", arguments.opus)
    (arguments.episode / "transcript.vtt").write_text(transcript(sentences), encoding="utf-8")

    print(f"# {len(sound) / RATE:.2f} s, gain {gain:+.2f} dB", file=sys.stderr)
    print("\n".join(chapters(sentences)))


def read_script(text: str) -> list[Sentence]:
    sentences: list[Sentence] = []
    chapter, voice = None, "af_heart"
    for line in map(str.strip, text.splitlines()):
        if line.startswith("# "):
            chapter = line[2:]
            if sentences:
                sentences[-1].pause = max(AFTER_CHAPTER, sentences[-1].pause)
        elif line.startswith("@ "):
            voice = line[2:]
        elif silent := re.fullmatch(r"\[([\d.]+)\]", line):
            sentences[-1].pause = float(silent[1])
        elif line:
            sentences.append(Sentence(line, voice, chapter=chapter))
            chapter = None
        elif sentences and sentences[-1].pause == AFTER_SENTENCE and chapter is None:
            sentences[-1].pause = AFTER_PARAGRAPH
    sentences[-1].pause = LEAD_OUT
    return sentences


def find_speed(voice: Voice, sentences: list[Sentence], wanted: float, comma: float) -> float:
    """The speed at which a voice says its sentences with so many words a minute, on average."""
    step = max(1, len(sentences) // voice.probe)
    probe = sentences[::step][: voice.probe]
    speed = 0.85
    for _ in range(4 if voice.probe > 100 else 2):
        for sentence in probe:
            sentence.samples = speak(voice, sentence.text, speed, comma)
        low, high = SPEEDS
        speed = min(max(speed * wanted / pace(probe), low), high)
    return speed


def pace(sentences: list[Sentence]) -> float:
    """Words a minute inside sentences that have been spoken."""
    seconds = sum(len(sentence.samples) for sentence in sentences) / RATE
    return 60 * sum(sentence.words for sentence in sentences) / seconds


def speak(voice: Voice, text: str, speed: float, comma: float) -> np.ndarray:
    """A sentence as mono float samples, with a silence after each of its commas."""
    parts: list[np.ndarray] = []
    for phrase in re.split(r"(?<=,)\s+", text):
        if parts:
            parts.append(silence(comma, RATE))
        parts.append(soft_edges(trim(voice.say(phrase, speed), RATE), RATE))
    return np.concatenate(parts)


def match_level(sentences: list[Sentence]) -> None:
    """Bring a voice to the level that every voice gets, by one gain for all its sentences."""
    samples = np.concatenate([sentence.samples for sentence in sentences])
    loud = samples[np.abs(samples) > 0.02 * np.abs(samples).max()]
    gain = VOICE_LEVEL / float(np.sqrt(np.mean(loud**2)))
    for sentence in sentences:
        sentence.samples = sentence.samples * gain


def join(sentences: list[Sentence]) -> np.ndarray:
    """The whole recording as mono float samples; fills in the times."""
    parts = [silence(LEAD_IN, RATE)]
    position = len(parts[0])
    for sentence in sentences:
        sentence.start = position / RATE
        sentence.end = (position + len(sentence.samples)) / RATE
        pause = silence(sentence.pause, RATE)
        parts += [sentence.samples, pause]
        position += len(sentence.samples) + len(pause)
    return np.concatenate(parts)


def trim(samples: np.ndarray, rate: int) -> np.ndarray:
    """Without the silence before and after, but for 30 ms that keep soft consonants."""
    loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
    margin = int(0.03 * rate)
    return samples[max(0, loud[0] - margin) : loud[-1] + margin]


def soft_edges(samples: np.ndarray, rate: int) -> np.ndarray:
    fade = np.linspace(0, 1, int(0.015 * rate), dtype=np.float32)
    samples = samples.astype(np.float32)
    samples[: len(fade)] *= fade
    samples[-len(fade) :] *= fade[::-1]
    return samples


def silence(seconds: float, rate: int) -> np.ndarray:
    return np.zeros(round(seconds * rate), np.float32)


def encode(sound: np.ndarray, rate: int, target: Path, opus: bool = False) -> float:
    """Write the MP3 at the wanted loudness, and the Opus beside it; the gain that took is returned in dB."""
    sound = sound * (0.5 / np.abs(sound).max())
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.wav"
        with wave.open(str(raw), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(np.rint(sound * 32767).astype("<i2").tobytes())
        # Compressor and limiter take a little loudness away, so the gain is found in a few steps.
        gain = LOUDNESS - measure(raw)[0]
        for _ in range(8):
            render(raw, gain, target, "-ar", "44100", "-c:a", "libmp3lame", "-b:a", "64k",
                   "-id3v2_version", "0", "-write_id3v1", "0")  # fmt: skip
            loudness, peak = measure(target)
            if abs(loudness - LOUDNESS) < 0.1:
                break
            gain += 1.5 * (LOUDNESS - loudness)
        check(target, loudness, peak)
        if opus:
            target = target.with_suffix(".opus")
            render(raw, gain, target, "-ar", "48000", "-c:a", "libopus", "-b:a", "32k")
            check(target, *measure(target))
    return gain


def render(raw: Path, gain: float, target: Path, *encoder: str) -> None:
    """One encoding, with no tags at all and no version of the encoder in the header."""
    run("-i", raw, "-af", mastering(gain), "-ac", "1", *encoder,
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", target)  # fmt: skip


def check(target: Path, loudness: float, peak: float) -> None:
    if abs(loudness - LOUDNESS) > 0.5 or peak > TRUE_PEAK:
        raise RuntimeError(f"{target} came out at {loudness} LUFS with a peak of {peak} dBTP")


def mastering(gain: float) -> str:
    """Rumble away, one fixed gain, a mild compressor for the hard consonants, a ceiling below TRUE_PEAK."""
    ceiling = 10 ** ((TRUE_PEAK - 1.2) / 20)  # the encoder adds up to one dB
    return ",".join([
        "highpass=f=60",
        f"volume={gain:.3f}dB",
        "acompressor=threshold=-17dB:ratio=2:attack=5:release=120:knee=4:makeup=1",
        "aresample=44100",
        f"alimiter=limit={ceiling:.4f}:attack=5:release=80:level=disabled:latency=1",
    ])  # fmt: skip


def measure(path: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP."""
    report = run("-i", path, "-af", "ebur128=peak=true", "-f", "null", "-")
    summary = report[report.rindex("Summary:") :]
    loudness = re.search(r"I:\s+(-?[\d.]+) LUFS", summary)
    peak = re.search(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    if not loudness or not peak:
        raise RuntimeError(f"ffmpeg did not report the loudness of {path}")
    return float(loudness[1]), float(peak[1])


def run(*arguments: object) -> str:
    command = [FFMPEG, "-hide_banner", "-nostdin", "-y", *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def transcript(sentences: list[Sentence]) -> str:
    """One sentence a cue, so that words a minute can be counted from it."""
    return "\n".join(["WEBVTT\n", *map(cue_block, sentences)])


def cue_block(sentence: Sentence) -> str:
    text = html.escape(sentence.text, quote=False)
    times = f"{clock(sentence.start)} --> {clock(sentence.end)}"
    return f"{times}\n<v {SPEAKERS[sentence.voice]}>{text}\n"


def chapters(sentences: list[Sentence]) -> Iterator[str]:
    """Front matter lines. The first chapter starts at zero, the others in the second of their first word."""
    starts = [sentence for sentence in sentences if sentence.chapter]
    if starts:
        yield "chapters:"
    for number, sentence in enumerate(starts):
        start = clock(sentence.start if number else 0)[:8]
        yield f'  - {{start: "{start}", title: "{sentence.chapter}"}}'


def clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


if __name__ == "__main__":
    main()
