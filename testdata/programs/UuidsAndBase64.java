// UUID, Base64, HexFormat, Objects.
import java.nio.charset.StandardCharsets;
import java.util.*;

public class UuidsAndBase64 {
    public static void main(String[] args) {
        UUID u = UUID.nameUUIDFromBytes("cortado".getBytes());
        UUID v = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
        System.out.println(u + " " + u.version() + " " + u.variant() + " " + v.timestamp() + " " + v.node() + " " + v.compareTo(u) + " " + new UUID(1, -1) + " " + v.hashCode() + " " + UUID.randomUUID().toString().length() + " " + UUID.randomUUID().version());
        try {
            UUID.fromString("nope");
        } catch (IllegalArgumentException e) {
            System.out.println(e.getMessage());
        }
        byte[] data = new byte[60];
        for (int i = 0; i < data.length; i++) data[i] = (byte) (i * 37);
        for (int n : new int[] {0, 1, 2, 3, 4, 60}) {
            byte[] part = Arrays.copyOf(data, n);
            String s = Base64.getEncoder().encodeToString(part);
            System.out.println(s + " " + Base64.getUrlEncoder().withoutPadding().encodeToString(part) + " " + Arrays.equals(Base64.getDecoder().decode(s), part));
        }
        System.out.println(Base64.getMimeEncoder(20, new byte[] {'|'}).encodeToString(data) + " " + new String(Base64.getMimeDecoder().decode("aGVs\r\nbG8=*"), StandardCharsets.UTF_8));
        for (String bad : List.of("a", "ab=c", "a$bc", "abc", "abcde===")) {
            try {
                System.out.println(Base64.getDecoder().decode(bad).length);
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
        System.out.println(HexFormat.ofDelimiter(":").withUpperCase().formatHex(data, 0, 5) + " " + HexFormat.of().toHexDigits((short) -2) + " " + HexFormat.fromHexDigits("ff"));
        System.out.println(Objects.hash(1, "a", null) + " " + Objects.equals(null, null) + " " + Objects.requireNonNullElse(null, "else") + " " + Objects.toString(null, "def") + " " + Objects.compare("a", "b", Comparator.naturalOrder()) + " " + Objects.checkIndex(1, 2));
        for (Runnable r : List.<Runnable>of(() -> Objects.requireNonNull(null, "must not be null"), () -> Objects.checkIndex(2, 2), () -> Objects.checkFromToIndex(1, 5, 3), () -> Objects.requireNonNull(null))) {
            try {
                r.run();
            } catch (RuntimeException e) {
                System.out.println(e);
            }
        }
    }
}
