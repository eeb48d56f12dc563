import { test as base } from '@playwright/test'
import { expect, signIn } from './story.ts'

base('a right password opens the phone, signing out closes it, a wrong one is explained', async ({ page }) => {
  await page.goto('/phone')
  await page.waitForURL('**/sign-in')
  await signIn(page, 'maria@demo.test')
  await expect(page.getByText('Maria Okafor').first()).toBeVisible()
  await page.getByRole('button', { name: /Maria Okafor/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  await page.goto('/calls')
  await page.waitForURL('**/sign-in')
  await page.getByLabel('Email').fill('maria@demo.test')
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Code invalid_credentials')).toBeVisible()
  await expect(page.getByText(/4 tries left/)).toBeVisible()
  await signIn(page, 'maria@demo.test')
})

base('an unknown e-mail is answered like a wrong password', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill(`nobody-${Date.now()}@demo.test`)
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Code invalid_credentials')).toBeVisible()
  await expect(page.getByText(/4 tries left/)).toBeVisible()
})

base('another business sees nothing of the first', async ({ page }) => {
  await signIn(page, 'admin@other.test')
  await page.goto('/calls')
  await expect(page.getByText('No calls yet.')).toBeVisible()
  expect((await (await page.request.get('/api/calls')).json()).data.calls).toEqual([])
})
