// runs: (256)=688229491; (5000)=-767977759
public class Crc {
    public static int test(int n) {
        int crc = -1;
        for (int i = 0; i < n; i++) {
            crc ^= i & 0xff;
            for (int k = 0; k < 8; k++) crc = (crc & 1) != 0 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
        }
        return ~crc;
    }
}
