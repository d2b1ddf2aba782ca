// Double arithmetic in a tight loop.
// args: 400
public class Mandelbrot {
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]), inside = 0;
        long total = 0;
        for (int py = 0; py < n; py++) {
            for (int px = 0; px < n; px++) {
                double cx = 2.0 * px / n - 1.5, cy = 2.0 * py / n - 1, x = 0, y = 0, x2 = 0, y2 = 0;
                int i = 0;
                while (i < 100 && x2 + y2 < 4) {
                    y = 2 * x * y + cy;
                    x = x2 - y2 + cx;
                    x2 = x * x;
                    y2 = y * y;
                    i++;
                }
                total += i;
                if (i == 100) inside++;
            }
        }
        System.out.println(inside + " " + total);
    }
}
