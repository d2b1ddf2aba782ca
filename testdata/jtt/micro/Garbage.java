// runs: (100)=1653835974; (30000)=-778479724
public class Garbage {
    public static int test(int n) {
        Object[] keep = new Object[64];
        int h = 0;
        for (int i = 0; i < n; i++) {
            keep[i * 7 & 63] = i % 5 == 0 ? new long[i % 300] : new Object[] {keep[i & 63] == keep, i};
            Object o = keep[i * 3 & 63];
            h = h * 31 + (o instanceof long[] l ? l.length : o == null ? 1 : (Integer) ((Object[]) o)[1]);
        }
        return h;
    }
}
