// Deflater and Inflater: levels, strategies, changes on the way, dictionaries, buffers, bad data.
import java.nio.ByteBuffer;
import java.util.*;
import java.util.zip.*;

public class Deflating {
    static String sum(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return length + ":" + Long.toHexString(crc.getValue());
    }

    public static void main(String[] args) throws Exception {
        byte[] data = new byte[100_000];
        Random random = new Random(11);
        for (int i = 0; i < data.length; i++) data[i] = (byte) (random.nextInt(10) < 7 ? "the quick brown fox ".charAt(i % 20) : random.nextInt(60) + 'A');
        byte[] out = new byte[200_000];
        for (int level = -1; level <= 9; level++) {
            for (int strategy = 0; strategy <= 2; strategy++) {
                Deflater d = new Deflater(level, (level & 1) == 0);
                d.setStrategy(strategy);
                d.setInput(data);
                d.finish();
                int n = 0;
                while (!d.finished()) n += d.deflate(out, n, Math.min(out.length - n, 7001));
                System.out.print(sum(out, n) + " " + d.getBytesRead() + " " + Integer.toHexString(d.getAdler()) + "; ");
                d.end();
                Inflater f = new Inflater((level & 1) == 0);
                f.setInput(out, 0, n);
                byte[] back = new byte[data.length + 10];
                int m = f.inflate(back);
                System.out.println(m + " " + f.finished() + " " + f.getRemaining() + " " + Arrays.equals(data, Arrays.copyOf(back, m)));
                f.end();
            }
        }
        Deflater d = new Deflater(1);
        int n = 0;
        d.setInput(data, 0, 50_000);
        n += d.deflate(out, n, out.length - n, Deflater.SYNC_FLUSH);
        d.setLevel(9);
        d.setStrategy(Deflater.FILTERED);
        d.setInput(data, 50_000, 20_000);
        n += d.deflate(out, n, out.length - n, Deflater.FULL_FLUSH);
        d.setLevel(0);
        d.setInput(data, 70_000, 30_000);
        d.finish();
        while (!d.finished()) n += d.deflate(out, n, 100);
        System.out.println(sum(out, n) + " " + d.getTotalIn() + " " + d.getTotalOut());
        d.reset();
        d.setDictionary("the quick brown fox ".getBytes());
        d.setInput(ByteBuffer.wrap(data, 100, 500));
        d.finish();
        ByteBuffer direct = ByteBuffer.allocateDirect(1000);
        System.out.println(d.deflate(direct) + " " + Integer.toHexString(d.getAdler()) + " " + d.finished());
        direct.flip();
        Inflater f = new Inflater();
        f.setInput(direct);
        byte[] back = new byte[1000];
        System.out.println(f.inflate(back) + " " + f.needsDictionary() + " " + Integer.toHexString(f.getAdler()) + " " + f.needsInput());
        try {
            f.setDictionary("wrong".getBytes());
        } catch (IllegalArgumentException e) {
            System.out.println(e);
        }
        f.setDictionary("the quick brown fox ".getBytes());
        System.out.println(f.inflate(back) + " " + f.finished() + " " + Arrays.equals(Arrays.copyOf(back, 500), Arrays.copyOfRange(data, 100, 600)));
        f.reset();
        ByteBuffer in = ByteBuffer.allocateDirect(300_000);
        Deflater all = new Deflater();
        all.setInput(ByteBuffer.allocateDirect(data.length).put(data).flip());
        all.finish();
        all.deflate(in);
        in.flip();
        f.setInput(in);
        ByteBuffer target = ByteBuffer.allocateDirect(data.length);
        System.out.println(f.inflate(target) + " " + in.remaining() + " " + f.getBytesRead() + " " + f.getBytesWritten());
        byte[][] bad = {
            {1, 2, 3, 4}, {0x78, (byte) 0x9c, (byte) 0xff, 1, 2, 3}, {0x78, (byte) 0x9c, 0x63}, {},
            {0x78, (byte) 0x9c, 0x03, 0, 0, 0, 0, 2}, {0x78, (byte) 0xda, 0x05, 0x20},
        };
        for (byte[] bytes : bad) {
            Inflater g = new Inflater();
            g.setInput(bytes);
            try {
                System.out.println(g.inflate(back) + " " + g.needsInput() + " " + g.finished());
            } catch (DataFormatException e) {
                System.out.println(e + " " + g.getBytesRead() + " " + g.getRemaining());
            }
            g.end();
            try {
                g.inflate(back);
            } catch (NullPointerException e) {
                System.out.println(e.getMessage());
            }
        }
        Checksum[] sums = {new CRC32(), new Adler32(), new CRC32C()};
        for (Checksum s : sums) {
            s.update(data, 3, 70_001);
            s.update(200);
            s.update(ByteBuffer.allocateDirect(1000).put(data, 5, 1000).flip().position(7));
            s.update(new byte[0]);
            System.out.println(Long.toHexString(s.getValue()));
        }
    }
}
