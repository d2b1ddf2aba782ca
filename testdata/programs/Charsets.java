// Charsets: encoding, decoding, malformed input, encoders and decoders.
import java.nio.*;
import java.nio.charset.*;
import java.util.*;

public class Charsets {
    public static void main(String[] args) throws Exception {
        String s = "Aé€😀ż";
        for (String name : List.of("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-1", "US-ASCII", "windows-1252", "ISO-8859-2", "IBM437", "windows-1251")) {
            byte[] b = s.getBytes(name);
            System.out.println(name + " " + HexFormat.of().formatHex(b) + " " + new String(b, name));
        }
        for (String hex : List.of("c3a9", "c3", "ff41", "e282ac41", "e28241", "f09f9880", "eda080", "c080", "f8888080", "41c3", "80")) {
            System.out.println(hex + " " + new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8).chars().mapToObj(Integer::toHexString).toList());
        }
        System.out.println(HexFormat.of().formatHex("\uD800x".getBytes(StandardCharsets.UTF_8)) + " " + HexFormat.of().formatHex("\uDC00".getBytes(StandardCharsets.ISO_8859_1)));
        CharsetEncoder e = StandardCharsets.US_ASCII.newEncoder();
        System.out.println(e.canEncode('a') + " " + e.canEncode('é') + " " + e.maxBytesPerChar() + " " + StandardCharsets.UTF_8.newDecoder().averageCharsPerByte());
        for (int i = 0; i < 4; i++) {
            try {
                switch (i) {
                    case 0 -> e.encode(CharBuffer.wrap("é"));
                    case 1 -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(new byte[] {65, -1}));
                    case 2 -> Charset.forName("no-such-charset");
                    case 3 -> "x".getBytes("bad name!");
                    default -> { }
                }
            } catch (Exception x) {
                System.out.println(x);
            }
        }
        CharsetDecoder d = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE).replaceWith("?");
        CharBuffer out = CharBuffer.allocate(2);
        ByteBuffer in = ByteBuffer.wrap("aé€".getBytes(StandardCharsets.UTF_8));
        CoderResult r = d.decode(in, out, true);
        System.out.println(r + " " + in.remaining() + " " + out.flip());
        System.out.println(Charset.forName("latin1").name() + " " + Charset.isSupported("utf8") + " " + StandardCharsets.UTF_8.aliases().contains("UTF8") + " " + Charset.forName("Shift_JIS").newEncoder().canEncode('あ') + " " + HexFormat.of().formatHex("日本".getBytes("Shift_JIS")) + " " + new String(new byte[] {(byte) 0xc4, (byte) 0xe3}, "GBK"));
        System.out.println(new String(new byte[] {65, 66, 67}, 1, 2, StandardCharsets.US_ASCII) + " " + StandardCharsets.UTF_16.encode("x").remaining() + " " + StandardCharsets.UTF_8.decode(ByteBuffer.wrap("dé".getBytes(StandardCharsets.UTF_8))));
    }
}
