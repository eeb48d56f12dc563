import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect } from './story.ts'

/** The two screens every page is made for. */
export const WIDTHS = [
  { name: 'desk', width: 1280, height: 800 },
  { name: 'pocket', width: 390, height: 844 },
]

/** The page passes axe as it is, and nothing of it sticks out sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(standStill)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual([])
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, 'nothing sticks out sideways').toBeLessThanOrEqual(0)
}

/** Colours on their way to another theme are nobody's to read yet. */
const standStill = () =>
  Promise.allSettled(
    document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
      .map(({ finished }) => finished),
  )
