// SHA-256 in plain Java: int arithmetic, shifts, arrays.
// args: 800000
public class Sha256 {
    static final int[] K = new int[64];

    static {
        int n = 0;
        for (int p = 2; n < 64; p++) {
            boolean prime = true;
            for (int d = 2; d * d <= p; d++) prime &= p % d != 0;
            if (prime) {
                double c = Math.cbrt(p);
                K[n++] = (int) (long) ((c - Math.floor(c)) * 4294967296.0);
            }
        }
    }

    static void block(byte[] m, int off, int[] h, int[] w) {
        for (int i = 0; i < 16; i++) w[i] = m[off + 4 * i] << 24 | (m[off + 4 * i + 1] & 255) << 16 | (m[off + 4 * i + 2] & 255) << 8 | m[off + 4 * i + 3] & 255;
        for (int i = 16; i < 64; i++) {
            int x = w[i - 15], y = w[i - 2];
            int s0 = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3, s1 = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        int a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
        for (int i = 0; i < 64; i++) {
            int s1 = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
            int t1 = k + s1 + (e & f ^ ~e & g) + K[i] + w[i];
            int s0 = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
            int t2 = s0 + (a & b ^ a & c ^ b & c);
            k = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        h[0] += a;
        h[1] += b;
        h[2] += c;
        h[3] += d;
        h[4] += e;
        h[5] += f;
        h[6] += g;
        h[7] += k;
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        byte[] m = new byte[(n + 72) / 64 * 64];
        for (int i = 0; i < n; i++) m[i] = (byte) (i * 7);
        m[n] = (byte) 0x80;
        long bits = n * 8L;
        for (int i = 0; i < 8; i++) m[m.length - 1 - i] = (byte) (bits >>> 8 * i);
        int[] h = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19}, w = new int[64];
        for (int off = 0; off < m.length; off += 64) block(m, off, h, w);
        StringBuilder sb = new StringBuilder();
        for (int x : h) sb.append(String.format("%08x", x));
        System.out.println(sb);
    }
}
