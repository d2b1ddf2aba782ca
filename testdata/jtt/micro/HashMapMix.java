// runs: (10)=-1512394346; (3000)=-812393208
public class HashMapMix {
    public static int test(int n) {
        java.util.Map<Integer, String> m = new java.util.HashMap<>();
        for (int i = 0; i < n; i++) {
            m.put(i * 31, "v" + i);
            if (i % 3 == 0) m.remove(i / 3 * 31);
        }
        int h = m.size();
        for (int i = 0; i < n; i++) {
            String s = m.get(i * 31);
            h = h * 17 + (s == null ? 1 : s.length());
        }
        return h;
    }
}
